DROP TRIGGER exit_members_stay;
CREATE TRIGGER exit_members_stay
BEFORE DELETE ON exit_members
BEGIN
    SELECT RAISE(ABORT, 'what an announcement froze stays');
END;
DROP TABLE import_made;
DROP TABLE import_rows;
DROP TABLE import_files;
DROP TABLE import_batches;
