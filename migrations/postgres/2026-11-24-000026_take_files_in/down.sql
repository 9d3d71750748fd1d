DROP TRIGGER exit_members_stay ON exit_members;
DROP FUNCTION exit_members_stay;
CREATE TRIGGER exit_members_stay BEFORE DELETE ON exit_members
    FOR EACH ROW EXECUTE FUNCTION exits_frozen();
DROP TABLE import_made;
DROP TABLE import_rows;
DROP TABLE import_files;
DROP TABLE import_batches;
