-- The tallies: cells kept in the transaction that changes an attribution, beside the events they can be recomputed from.

CREATE TABLE tally_cells (
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
CREATE INDEX tally_cells_unit ON tally_cells (unit_code);

CREATE TABLE tally_events (
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
    households INTEGER NOT NULL
) STRICT;
CREATE INDEX tally_events_attribution ON tally_events (attribution_id);
CREATE INDEX tally_events_unit ON tally_events (unit_code);
CREATE INDEX tally_events_at ON tally_events (at);

-- Grows with every change of a cell or a published figure; answers made at one revision are true until the next.
CREATE TABLE tally_revision (
    id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    revision INTEGER NOT NULL CHECK (revision >= 0),
    changed_at TEXT NOT NULL
) STRICT;
INSERT INTO tally_revision (id, revision, changed_at) VALUES (1, 0, '1970-01-01 00:00:00');

-- What an authority announced, as it was printed.
CREATE TABLE published_figures (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    authority TEXT NOT NULL CHECK (authority <> ''),
    source TEXT NOT NULL CHECK (source <> ''),
    published_on TEXT NOT NULL,
    year INTEGER NOT NULL CHECK (year BETWEEN 2014 AND 2100),
    unit_code TEXT REFERENCES reporting_units (code),
    unit_of_count TEXT NOT NULL CHECK (unit_of_count IN ('persons', 'households')),
    total INTEGER CHECK (total >= 0),
    note TEXT NOT NULL,
    recorded_by INTEGER REFERENCES users (id),
    recorded_at TEXT NOT NULL,
    CONSTRAINT published_figures_once UNIQUE (source, published_on, year, unit_of_count)
) STRICT;
CREATE INDEX published_figures_unit ON published_figures (unit_code);
CREATE INDEX published_figures_year ON published_figures (year);
CREATE INDEX published_figures_recorded_by ON published_figures (recorded_by);

CREATE TABLE published_figure_parts (
    figure_id INTEGER NOT NULL REFERENCES published_figures (id),
    pathway TEXT NOT NULL CHECK (pathway IN
        ('employment', 'village_industry', 'training', 'major_project', 'self_start', 'non_tourism')),
    amount INTEGER NOT NULL CHECK (amount >= 0),
    PRIMARY KEY (figure_id, pathway)
) STRICT;
