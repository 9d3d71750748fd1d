DROP TABLE tally_days;
DROP TABLE tally_village_cells;
DELETE FROM tally_events WHERE basis = 'frozen';
DELETE FROM tally_cells WHERE basis = 'frozen';
CREATE TABLE tally_cells_kept (
    unit_code TEXT NOT NULL REFERENCES reporting_units (code),
    pathway TEXT NOT NULL CHECK (pathway IN
        ('employment', 'village_industry', 'training', 'major_project', 'self_start', 'non_tourism')),
    year INTEGER NOT NULL CHECK (year BETWEEN 2014 AND 2100),
    month INTEGER NOT NULL CHECK (month BETWEEN 1 AND 12),
    basis TEXT NOT NULL CHECK (basis IN ('proposed', 'verified', 'confirmed')),
    persons INTEGER NOT NULL CONSTRAINT tally_cells_persons CHECK (persons >= 0),
    households INTEGER NOT NULL CONSTRAINT tally_cells_households CHECK (households >= 0),
    PRIMARY KEY (year, basis, unit_code, pathway, month)
) STRICT;
INSERT INTO tally_cells_kept SELECT unit_code, pathway, year, month, basis, persons, households FROM tally_cells;
DROP TABLE tally_cells;
ALTER TABLE tally_cells_kept RENAME TO tally_cells;
CREATE INDEX tally_cells_unit ON tally_cells (unit_code);
CREATE TABLE tally_events_kept (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    attribution_id INTEGER REFERENCES attributions (id),
    at TEXT NOT NULL,
    unit_code TEXT NOT NULL REFERENCES reporting_units (code),
    pathway TEXT NOT NULL CHECK (pathway IN
        ('employment', 'village_industry', 'training', 'major_project', 'self_start', 'non_tourism')),
    year INTEGER NOT NULL,
    month INTEGER NOT NULL CHECK (month BETWEEN 1 AND 12),
    basis TEXT NOT NULL CHECK (basis IN ('proposed', 'verified', 'confirmed')),
    persons INTEGER NOT NULL,
    households INTEGER NOT NULL,
    change_id INTEGER REFERENCES exit_changes (id)
) STRICT;
INSERT INTO tally_events_kept (id, attribution_id, at, unit_code, pathway, year, month, basis, persons, households, change_id)
SELECT id, attribution_id, at, unit_code, pathway, year, month, basis, persons, households, change_id FROM tally_events;
DROP TABLE tally_events;
ALTER TABLE tally_events_kept RENAME TO tally_events;
CREATE INDEX tally_events_attribution ON tally_events (attribution_id);
CREATE INDEX tally_events_unit ON tally_events (unit_code);
CREATE INDEX tally_events_at ON tally_events (at);
CREATE INDEX tally_events_change ON tally_events (change_id) WHERE change_id IS NOT NULL;
CREATE INDEX tally_events_corrected ON tally_events (year, basis, change_id) WHERE change_id IS NOT NULL;
ALTER TABLE attributions DROP COLUMN frozen_at;
