-- A version of a sheet is uploaded as a draft, checked, and published; what is published never changes.

ALTER TABLE sheets ADD COLUMN uploaded_by BIGINT REFERENCES users (id);
ALTER TABLE sheets ADD COLUMN uploaded_at TIMESTAMP;
ALTER TABLE sheets ADD COLUMN published_by BIGINT REFERENCES users (id);
ALTER TABLE sheets ADD COLUMN published_at TIMESTAMP;
UPDATE sheets SET published_at = valid_from;

-- Of the published sheets of a kind, one at most has no last day: the newest.
CREATE UNIQUE INDEX sheets_one_open ON sheets (subject) WHERE published_at IS NOT NULL AND valid_to IS NULL;

CREATE FUNCTION sheets_published_never_changes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a published sheet never changes';
END $$;
CREATE TRIGGER sheets_published_never_changes
BEFORE UPDATE OF code, version, subject, official, basis, valid_from, body, body_digest, uploaded_by, uploaded_at, published_by,
    published_at ON sheets
FOR EACH ROW WHEN (OLD.published_at IS NOT NULL) EXECUTE FUNCTION sheets_published_never_changes();
CREATE TRIGGER sheets_published_stays
BEFORE DELETE ON sheets
FOR EACH ROW WHEN (OLD.published_at IS NOT NULL) EXECUTE FUNCTION sheets_published_never_changes();
