-- Published figures: what each counts, numbers of units, percentages; why figure and records differ, and who closed it.

DROP INDEX published_figures_unit;
DROP INDEX published_figures_year;
DROP INDEX published_figures_recorded_by;
ALTER TABLE published_figure_parts RENAME TO published_figure_parts_before;
ALTER TABLE published_figures RENAME TO published_figures_before;

-- The same paper prints several numbers of one year: each has its scope, in a code and in words.
CREATE TABLE published_figures (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    authority TEXT NOT NULL CHECK (authority <> ''),
    source TEXT NOT NULL CHECK (source <> ''),
    published_on TEXT NOT NULL,
    year INTEGER NOT NULL CHECK (year BETWEEN 2014 AND 2100),
    unit_code TEXT REFERENCES reporting_units (code),
    scope TEXT NOT NULL CHECK (scope IN ('tourism_exits', 'all_exits', 'other_industry', 'benefit', 'other')),
    scope_note TEXT NOT NULL,
    unit_of_count TEXT NOT NULL CHECK (unit_of_count IN ('persons', 'households')),
    total INTEGER CHECK (total >= 0),
    note TEXT NOT NULL,
    recorded_by INTEGER REFERENCES users (id),
    recorded_at TEXT NOT NULL,
    revision INTEGER NOT NULL CHECK (revision >= 1),
    CONSTRAINT published_figures_scope CHECK (scope <> 'other' OR scope_note <> '')
) STRICT;
INSERT INTO published_figures (id, authority, source, published_on, year, unit_code, scope, scope_note, unit_of_count, total, note,
    recorded_by, recorded_at, revision)
SELECT id, authority, source, published_on, year, unit_code, 'tourism_exits', '', unit_of_count, total, note, recorded_by, recorded_at, 1
FROM published_figures_before;
CREATE UNIQUE INDEX published_figures_once
    ON published_figures (source, published_on, year, unit_of_count, scope, scope_note) WHERE unit_code IS NULL;
CREATE UNIQUE INDEX published_figures_once_a_unit
    ON published_figures (source, published_on, year, unit_of_count, scope, scope_note, unit_code) WHERE unit_code IS NOT NULL;
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
INSERT INTO published_figure_parts SELECT figure_id, pathway, amount FROM published_figure_parts_before;
DROP TABLE published_figure_parts_before;
DROP TABLE published_figures_before;

CREATE TABLE published_figure_units (
    figure_id INTEGER NOT NULL REFERENCES published_figures (id),
    unit_code TEXT NOT NULL REFERENCES reporting_units (code),
    amount INTEGER NOT NULL CHECK (amount >= 0),
    PRIMARY KEY (figure_id, unit_code)
) STRICT;
CREATE INDEX published_figure_units_unit ON published_figure_units (unit_code);

-- A printed percentage with the counts it is of. In thousandths of a percent, with as many digits as were printed.
CREATE TABLE published_figure_ratios (
    figure_id INTEGER NOT NULL REFERENCES published_figures (id),
    place INTEGER NOT NULL CHECK (place >= 1),
    wording TEXT NOT NULL CHECK (wording <> ''),
    numerator INTEGER NOT NULL CHECK (numerator >= 0),
    denominator INTEGER NOT NULL CHECK (denominator > 0),
    thousandths INTEGER NOT NULL CHECK (thousandths >= 0),
    decimals INTEGER NOT NULL CHECK (decimals BETWEEN 0 AND 3),
    PRIMARY KEY (figure_id, place)
) STRICT;

-- Why the records say something else. Proven less published: below zero where the records have fewer. A wrong one is made good by
-- another.
CREATE TABLE published_figure_explanations (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    figure_id INTEGER NOT NULL REFERENCES published_figures (id),
    pathway TEXT CHECK (pathway IN
        ('employment', 'village_industry', 'training', 'major_project', 'self_start', 'non_tourism')),
    unit_code TEXT REFERENCES reporting_units (code),
    reason TEXT NOT NULL CHECK (reason IN
        ('other_day', 'other_scope', 'misprint', 'not_entered', 'corrected_later', 'rounding', 'other')),
    amount INTEGER NOT NULL CHECK (amount <> 0),
    note TEXT NOT NULL,
    explained_by INTEGER NOT NULL REFERENCES users (id),
    explained_at TEXT NOT NULL,
    CONSTRAINT published_figure_explanations_other CHECK (reason <> 'other' OR note <> '')
) STRICT;
CREATE INDEX published_figure_explanations_figure ON published_figure_explanations (figure_id, id);
CREATE INDEX published_figure_explanations_unit ON published_figure_explanations (unit_code);

-- A closing keeps the differences it closed; what it left unexplained is said in words.
CREATE TABLE published_figure_closings (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    figure_id INTEGER NOT NULL REFERENCES published_figures (id),
    unexplained INTEGER NOT NULL CHECK (unexplained >= 0),
    note TEXT NOT NULL,
    closed_by INTEGER NOT NULL REFERENCES users (id),
    closed_at TEXT NOT NULL,
    CONSTRAINT published_figure_closings_rest CHECK (unexplained = 0 OR note <> '')
) STRICT;
CREATE INDEX published_figure_closings_figure ON published_figure_closings (figure_id, id);

-- The numbers that differed: the total, a pathway's code or a unit's.
CREATE TABLE published_figure_closing_lines (
    closing_id INTEGER NOT NULL REFERENCES published_figure_closings (id),
    part TEXT NOT NULL CHECK (part <> ''),
    difference INTEGER NOT NULL,
    explained INTEGER NOT NULL,
    PRIMARY KEY (closing_id, part)
) STRICT;

-- What was printed stays as it was printed, and what was said of it as it was said.
CREATE TRIGGER published_figures_change BEFORE UPDATE OF id, authority, source, published_on, year, unit_code, scope, scope_note,
    unit_of_count, total, note, recorded_by, recorded_at ON published_figures
BEGIN
    SELECT RAISE(ABORT, 'a published figure stays as printed');
END;
CREATE TRIGGER published_figures_stay BEFORE DELETE ON published_figures
BEGIN
    SELECT RAISE(ABORT, 'a published figure stays as printed');
END;
CREATE TRIGGER published_figure_parts_change BEFORE UPDATE ON published_figure_parts
BEGIN
    SELECT RAISE(ABORT, 'a published figure stays as printed');
END;
CREATE TRIGGER published_figure_parts_stay BEFORE DELETE ON published_figure_parts
BEGIN
    SELECT RAISE(ABORT, 'a published figure stays as printed');
END;
CREATE TRIGGER published_figure_units_change BEFORE UPDATE ON published_figure_units
BEGIN
    SELECT RAISE(ABORT, 'a published figure stays as printed');
END;
CREATE TRIGGER published_figure_units_stay BEFORE DELETE ON published_figure_units
BEGIN
    SELECT RAISE(ABORT, 'a published figure stays as printed');
END;
CREATE TRIGGER published_figure_ratios_change BEFORE UPDATE ON published_figure_ratios
BEGIN
    SELECT RAISE(ABORT, 'a published figure stays as printed');
END;
CREATE TRIGGER published_figure_ratios_stay BEFORE DELETE ON published_figure_ratios
BEGIN
    SELECT RAISE(ABORT, 'a published figure stays as printed');
END;
CREATE TRIGGER published_figure_explanations_change BEFORE UPDATE ON published_figure_explanations
BEGIN
    SELECT RAISE(ABORT, 'an explanation stays as given');
END;
CREATE TRIGGER published_figure_explanations_stay BEFORE DELETE ON published_figure_explanations
BEGIN
    SELECT RAISE(ABORT, 'an explanation stays as given');
END;
CREATE TRIGGER published_figure_closings_change BEFORE UPDATE ON published_figure_closings
BEGIN
    SELECT RAISE(ABORT, 'a closing stays as made');
END;
CREATE TRIGGER published_figure_closings_stay BEFORE DELETE ON published_figure_closings
BEGIN
    SELECT RAISE(ABORT, 'a closing stays as made');
END;
CREATE TRIGGER published_figure_closing_lines_change BEFORE UPDATE ON published_figure_closing_lines
BEGIN
    SELECT RAISE(ABORT, 'a closing stays as made');
END;
CREATE TRIGGER published_figure_closing_lines_stay BEFORE DELETE ON published_figure_closing_lines
BEGIN
    SELECT RAISE(ABORT, 'a closing stays as made');
END;
-- Whoever recorded or explained a figure does not close it; and only what the tallies count is settled against them.
CREATE TRIGGER published_figure_closings_two_people BEFORE INSERT ON published_figure_closings
BEGIN
    SELECT RAISE(ABORT, 'two people settle a figure')
    WHERE EXISTS (SELECT 1 FROM published_figures WHERE id = NEW.figure_id AND recorded_by = NEW.closed_by)
        OR EXISTS (SELECT 1 FROM published_figure_explanations
            WHERE figure_id = NEW.figure_id AND explained_by = NEW.closed_by);
END;
CREATE TRIGGER published_figure_closings_comparable BEFORE INSERT ON published_figure_closings
BEGIN
    SELECT RAISE(ABORT, 'the figure is not comparable')
    WHERE (SELECT scope FROM published_figures WHERE id = NEW.figure_id) <> 'tourism_exits';
END;
CREATE TRIGGER published_figure_explanations_comparable BEFORE INSERT ON published_figure_explanations
BEGIN
    SELECT RAISE(ABORT, 'the figure is not comparable')
    WHERE (SELECT scope FROM published_figures WHERE id = NEW.figure_id) <> 'tourism_exits';
END;
