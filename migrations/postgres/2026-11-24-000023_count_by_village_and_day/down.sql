DROP TABLE tally_days;
DROP TABLE tally_village_cells;
DELETE FROM tally_events WHERE basis = 'frozen';
DELETE FROM tally_cells WHERE basis = 'frozen';
ALTER TABLE tally_cells DROP CONSTRAINT tally_cells_basis_check;
ALTER TABLE tally_cells ADD CONSTRAINT tally_cells_basis_check CHECK (basis IN ('proposed', 'verified', 'confirmed'));
ALTER TABLE tally_events DROP CONSTRAINT tally_events_basis_check;
ALTER TABLE tally_events ADD CONSTRAINT tally_events_basis_check CHECK (basis IN ('proposed', 'verified', 'confirmed'));
ALTER TABLE attributions DROP COLUMN frozen_at;
