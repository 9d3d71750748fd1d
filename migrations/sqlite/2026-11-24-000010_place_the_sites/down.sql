ALTER TABLE sites DROP COLUMN search_version;
ALTER TABLE sites DROP COLUMN search_extra;
ALTER TABLE sites DROP COLUMN latitude_e6;
ALTER TABLE sites DROP COLUMN longitude_e6;
