-- What the older tables have no place for is lost: scopes, numbers of units, percentages, explanations, closings; and of the figures
-- that differ by scope or unit only, all but the first.
DROP TABLE published_figure_closing_lines;
DROP TABLE published_figure_closings;
DROP TABLE published_figure_explanations;
DROP TABLE published_figure_ratios;
DROP TABLE published_figure_units;
DROP INDEX published_figures_unit;
DROP INDEX published_figures_year;
DROP INDEX published_figures_recorded_by;
DROP INDEX published_figures_once;
DROP INDEX published_figures_once_a_unit;
DROP TRIGGER published_figures_change;
DROP TRIGGER published_figures_stay;
DROP TRIGGER published_figure_parts_change;
DROP TRIGGER published_figure_parts_stay;
ALTER TABLE published_figure_parts RENAME TO published_figure_parts_after;
ALTER TABLE published_figures RENAME TO published_figures_after;
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
INSERT INTO published_figures
SELECT id, authority, source, published_on, year, unit_code, unit_of_count, total, note, recorded_by, recorded_at
FROM published_figures_after f WHERE f.scope = 'tourism_exits' AND f.id = (SELECT MIN(o.id) FROM published_figures_after o
    WHERE o.scope = 'tourism_exits' AND o.source = f.source AND o.published_on = f.published_on AND o.year = f.year
        AND o.unit_of_count = f.unit_of_count);
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
INSERT INTO published_figure_parts SELECT figure_id, pathway, amount FROM published_figure_parts_after
WHERE figure_id IN (SELECT id FROM published_figures);
DROP TABLE published_figure_parts_after;
DROP TABLE published_figures_after;
