-- A version of a sheet is uploaded as a draft, checked, and published; what is published never changes.

ALTER TABLE sheets ADD COLUMN uploaded_by INTEGER REFERENCES users (id);
ALTER TABLE sheets ADD COLUMN uploaded_at TEXT;
ALTER TABLE sheets ADD COLUMN published_by INTEGER REFERENCES users (id);
ALTER TABLE sheets ADD COLUMN published_at TEXT;
UPDATE sheets SET published_at = valid_from || ' 00:00:00';

-- Of the published sheets of a kind, one at most has no last day: the newest.
CREATE UNIQUE INDEX sheets_one_open ON sheets (subject) WHERE published_at IS NOT NULL AND valid_to IS NULL;

CREATE TRIGGER sheets_published_never_changes
BEFORE UPDATE OF code, version, subject, official, basis, valid_from, body, body_digest, uploaded_by, uploaded_at, published_by,
    published_at ON sheets
WHEN OLD.published_at IS NOT NULL
BEGIN
    SELECT RAISE(ABORT, 'a published sheet never changes');
END;
CREATE TRIGGER sheets_published_stays
BEFORE DELETE ON sheets
WHEN OLD.published_at IS NOT NULL
BEGIN
    SELECT RAISE(ABORT, 'a published sheet never changes');
END;
