-- Where a site lies: WGS-84, in millionths of a degree, both or neither.
ALTER TABLE sites ADD COLUMN longitude_e6 INTEGER CHECK (longitude_e6 BETWEEN -180000000 AND 180000000);
ALTER TABLE sites ADD COLUMN latitude_e6 INTEGER CHECK (latitude_e6 BETWEEN -90000000 AND 90000000)
    CHECK ((latitude_e6 IS NULL) = (longitude_e6 IS NULL));
-- Other words it is searched by, which no dictionary gives: a local reading of its name, an old name.
ALTER TABLE sites ADD COLUMN search_extra TEXT NOT NULL DEFAULT '';
-- Which rule made its search text; one made by an older rule is made anew at the next start.
ALTER TABLE sites ADD COLUMN search_version INTEGER NOT NULL DEFAULT 0;
