-- The numbers of villages and of past days, and those that are frozen: kept with the cells, in the same transaction.

-- When an attribution became part of a frozen year.
ALTER TABLE attributions ADD COLUMN frozen_at TIMESTAMP CONSTRAINT attributions_frozen CHECK (frozen_at IS NULL OR confirmed_at IS NOT NULL);
UPDATE attributions SET frozen_at = (
    SELECT MIN(s.decided_at) FROM snapshot_rows r JOIN snapshots s ON s.id = r.snapshot_id
    WHERE r.exit_id = attributions.exit_id AND s.stage = 'frozen' AND s.decided_at >= attributions.confirmed_at
        AND (attributions.withdrawn_at IS NULL OR attributions.withdrawn_at > s.decided_at)
) WHERE confirmed_at IS NOT NULL;

ALTER TABLE tally_cells DROP CONSTRAINT tally_cells_basis_check;
ALTER TABLE tally_cells ADD CONSTRAINT tally_cells_basis_check CHECK (basis IN ('proposed', 'verified', 'confirmed', 'frozen'));
ALTER TABLE tally_events DROP CONSTRAINT tally_events_basis_check;
ALTER TABLE tally_events ADD CONSTRAINT tally_events_basis_check CHECK (basis IN ('proposed', 'verified', 'confirmed', 'frozen'));

-- What became frozen before there was a number of it.
INSERT INTO tally_events (at, unit_code, pathway, year, month, basis, persons, households)
SELECT frozen_at, unit_code, pathway, year, month, 'frozen', SUM(persons), COUNT(*) FROM attributions
WHERE frozen_at IS NOT NULL GROUP BY frozen_at, unit_code, pathway, year, month;
INSERT INTO tally_events (attribution_id, at, unit_code, pathway, year, month, basis, persons, households, change_id)
SELECT a.id, a.withdrawn_at, a.unit_code, a.pathway, a.year, a.month, 'frozen', -a.persons, -1,
    (SELECT MAX(e.change_id) FROM tally_events e WHERE e.attribution_id = a.id)
FROM attributions a WHERE a.frozen_at IS NOT NULL AND a.withdrawn_at IS NOT NULL;
INSERT INTO tally_cells (unit_code, pathway, year, month, basis, persons, households)
SELECT unit_code, pathway, year, month, 'frozen', SUM(persons), COUNT(*) FROM attributions
WHERE frozen_at IS NOT NULL AND live GROUP BY unit_code, pathway, year, month;

-- As the cells, by village.
CREATE TABLE tally_village_cells (
    unit_code TEXT NOT NULL REFERENCES reporting_units (code),
    division_code TEXT NOT NULL REFERENCES divisions (code),
    pathway TEXT NOT NULL CHECK (pathway IN
        ('employment', 'village_industry', 'training', 'major_project', 'self_start', 'non_tourism')),
    year INTEGER NOT NULL CHECK (year BETWEEN 2014 AND 2100),
    month INTEGER NOT NULL CHECK (month BETWEEN 1 AND 12),
    basis TEXT NOT NULL CHECK (basis IN ('proposed', 'verified', 'confirmed', 'frozen')),
    persons BIGINT NOT NULL CONSTRAINT tally_village_cells_persons CHECK (persons >= 0),
    households BIGINT NOT NULL CONSTRAINT tally_village_cells_households CHECK (households >= 0),
    PRIMARY KEY (year, basis, division_code, unit_code, pathway, month)
);
CREATE INDEX tally_village_cells_unit ON tally_village_cells (unit_code);
CREATE INDEX tally_village_cells_division ON tally_village_cells (division_code);
INSERT INTO tally_village_cells (unit_code, division_code, pathway, year, month, basis, persons, households)
SELECT a.unit_code, e.division_code, a.pathway, a.year, a.month, b.basis, SUM(a.persons), COUNT(*)
FROM attributions a JOIN exits e ON e.id = a.exit_id
JOIN (SELECT 'proposed' AS basis, 1 AS place UNION ALL SELECT 'verified', 2 UNION ALL SELECT 'confirmed', 3
    UNION ALL SELECT 'frozen', 4) b
    ON b.place <= CASE a.stage WHEN 'proposed' THEN 1 WHEN 'county_verified' THEN 2 WHEN 'city_confirmed' THEN 3 ELSE 4 END
WHERE a.live GROUP BY a.unit_code, e.division_code, a.pathway, a.year, a.month, b.basis;

-- What each day, in Beijing, did to the cells. A number as of a day is the sum of the days until then, however many exits
-- they counted.
CREATE TABLE tally_days (
    unit_code TEXT NOT NULL REFERENCES reporting_units (code),
    pathway TEXT NOT NULL CHECK (pathway IN
        ('employment', 'village_industry', 'training', 'major_project', 'self_start', 'non_tourism')),
    year INTEGER NOT NULL,
    month INTEGER NOT NULL CHECK (month BETWEEN 1 AND 12),
    basis TEXT NOT NULL CHECK (basis IN ('proposed', 'verified', 'confirmed', 'frozen')),
    on_day DATE NOT NULL,
    persons BIGINT NOT NULL,
    households BIGINT NOT NULL,
    PRIMARY KEY (year, basis, on_day, unit_code, pathway, month)
);
CREATE INDEX tally_days_unit ON tally_days (unit_code);
INSERT INTO tally_days (unit_code, pathway, year, month, basis, on_day, persons, households)
SELECT unit_code, pathway, year, month, basis, (at + INTERVAL '8 hours')::date, SUM(persons), SUM(households) FROM tally_events
GROUP BY unit_code, pathway, year, month, basis, (at + INTERVAL '8 hours')::date;
