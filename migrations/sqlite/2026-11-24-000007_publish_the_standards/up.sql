-- A version of a sheet is uploaded as a draft, checked, and published; what is published never changes.

ALTER TABLE sheets ADD COLUMN uploaded_by INTEGER REFERENCES users (id);
ALTER TABLE sheets ADD COLUMN uploaded_at TEXT;
ALTER TABLE sheets ADD COLUMN published_by INTEGER REFERENCES users (id);
ALTER TABLE sheets ADD COLUMN published_at TEXT;
UPDATE sheets SET published_at = valid_from || ' 00:00:00';

CREATE TRIGGER sheets_published_never_changes
BEFORE UPDATE OF code, version, subject, official, basis, valid_from, body, body_digest, published_at ON sheets
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
