DROP TRIGGER sheets_published_stays;
DROP TRIGGER sheets_published_never_changes;
DROP INDEX sheets_one_open;
ALTER TABLE sheets DROP COLUMN published_at;
ALTER TABLE sheets DROP COLUMN published_by;
ALTER TABLE sheets DROP COLUMN uploaded_at;
ALTER TABLE sheets DROP COLUMN uploaded_by;
