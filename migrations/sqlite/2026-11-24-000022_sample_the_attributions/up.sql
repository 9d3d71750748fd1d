-- Sample checks: a random sample of what the city confirmed, found anew by another unit. And what was frozen with an exit, and the
-- dated lines and criteria that a check was measured by, stay as they were.

-- The seed is kept before anybody knows what it will draw from; another person draws.
CREATE TABLE sample_checks (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    year INTEGER NOT NULL CHECK (year BETWEEN 2014 AND 2100),
    unit_code TEXT REFERENCES reporting_units (code),
    stage TEXT NOT NULL CHECK (stage IN ('seeded', 'drawn', 'closed')),
    size_each INTEGER CHECK (size_each > 0),
    margin_percent INTEGER CHECK (margin_percent BETWEEN 1 AND 20),
    confidence TEXT NOT NULL CHECK (confidence IN ('90', '95', '99')),
    seed TEXT NOT NULL CHECK (length(seed) = 64),
    commitment TEXT NOT NULL CHECK (length(commitment) = 64),
    seeded_by INTEGER NOT NULL REFERENCES users (id),
    seeded_at TEXT NOT NULL,
    drawn_by INTEGER REFERENCES users (id),
    drawn_at TEXT,
    closed_at TEXT,
    revision INTEGER NOT NULL,
    CONSTRAINT sample_checks_size CHECK ((size_each IS NULL) <> (margin_percent IS NULL)),
    CONSTRAINT sample_checks_two_people CHECK (drawn_by <> seeded_by),
    CONSTRAINT sample_checks_seed_first CHECK (drawn_at > seeded_at),
    CONSTRAINT sample_checks_drawn CHECK (
        (drawn_by IS NOT NULL) = (stage <> 'seeded') AND (drawn_at IS NOT NULL) = (stage <> 'seeded')
    ),
    CONSTRAINT sample_checks_closed CHECK ((closed_at IS NOT NULL) = (stage = 'closed'))
) STRICT;
CREATE UNIQUE INDEX sample_checks_one_open ON sample_checks (year) WHERE stage = 'seeded';
CREATE INDEX sample_checks_year ON sample_checks (year, id);
CREATE INDEX sample_checks_unit ON sample_checks (unit_code);

-- What was drawn from: the exits' numbers, one a line, with the SHA-256 of that text.
CREATE TABLE sample_units (
    sample_check_id INTEGER NOT NULL REFERENCES sample_checks (id),
    unit_code TEXT NOT NULL REFERENCES reporting_units (code),
    population_count INTEGER NOT NULL CHECK (population_count > 0),
    population TEXT NOT NULL,
    population_digest TEXT NOT NULL CHECK (length(population_digest) = 64),
    size INTEGER NOT NULL,
    PRIMARY KEY (sample_check_id, unit_code),
    CONSTRAINT sample_units_size CHECK (size BETWEEN 1 AND population_count)
) STRICT;
CREATE INDEX sample_units_unit ON sample_units (unit_code);

-- A drawn exit, in the order of the draw. Its checker finds once; whoever found is the checker.
CREATE TABLE sample_cases (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    sample_check_id INTEGER NOT NULL,
    unit_code TEXT NOT NULL,
    place INTEGER NOT NULL CHECK (place > 0),
    exit_id INTEGER NOT NULL REFERENCES exits (id),
    attribution_id INTEGER NOT NULL REFERENCES attributions (id),
    checker_id INTEGER NOT NULL REFERENCES users (id),
    finding TEXT CHECK (finding IN ('employment', 'village_industry', 'training', 'major_project', 'self_start',
        'non_tourism', 'none', 'cannot_tell')),
    note TEXT NOT NULL,
    found_at TEXT,
    CONSTRAINT sample_cases_found CHECK ((found_at IS NOT NULL) = (finding IS NOT NULL)),
    CONSTRAINT sample_cases_of_unit FOREIGN KEY (sample_check_id, unit_code)
        REFERENCES sample_units (sample_check_id, unit_code)
) STRICT;
CREATE UNIQUE INDEX sample_cases_once ON sample_cases (sample_check_id, exit_id);
CREATE UNIQUE INDEX sample_cases_place ON sample_cases (sample_check_id, unit_code, place);
CREATE INDEX sample_cases_exit ON sample_cases (exit_id);
CREATE INDEX sample_cases_attribution ON sample_cases (attribution_id);
CREATE INDEX sample_cases_checker ON sample_cases (checker_id, id);

CREATE TRIGGER sample_checks_begin_seeded
BEFORE INSERT ON sample_checks
WHEN NEW.stage <> 'seeded'
BEGIN
    SELECT RAISE(ABORT, 'a sample check begins with its seed');
END;
CREATE TRIGGER sample_checks_step
BEFORE UPDATE ON sample_checks
BEGIN
    SELECT RAISE(ABORT, 'the seed of a sample check stays')
    WHERE OLD.stage = 'closed'
        OR NEW.id <> OLD.id OR NEW.year <> OLD.year OR NEW.unit_code IS NOT OLD.unit_code
        OR NEW.size_each IS NOT OLD.size_each OR NEW.margin_percent IS NOT OLD.margin_percent
        OR NEW.confidence <> OLD.confidence OR NEW.seed <> OLD.seed OR NEW.commitment <> OLD.commitment
        OR NEW.seeded_by <> OLD.seeded_by OR NEW.seeded_at <> OLD.seeded_at
        OR (OLD.drawn_at IS NOT NULL AND (NEW.drawn_at IS NOT OLD.drawn_at OR NEW.drawn_by IS NOT OLD.drawn_by))
        OR (OLD.stage = 'seeded' AND NEW.stage = 'closed') OR (OLD.stage = 'drawn' AND NEW.stage = 'seeded');
    SELECT RAISE(ABORT, 'a draw is whole')
    WHERE OLD.stage = 'seeded' AND NEW.stage = 'drawn' AND (
        NOT EXISTS (SELECT 1 FROM sample_units WHERE sample_check_id = NEW.id)
        OR EXISTS (SELECT 1 FROM sample_units u WHERE u.sample_check_id = NEW.id AND u.size <>
            (SELECT count(*) FROM sample_cases c WHERE c.sample_check_id = NEW.id AND c.unit_code = u.unit_code)));
    SELECT RAISE(ABORT, 'a sample check closes when every case is found')
    WHERE NEW.stage = 'closed' AND EXISTS (SELECT 1 FROM sample_cases WHERE sample_check_id = NEW.id AND finding IS NULL);
END;
CREATE TRIGGER sample_checks_stay
BEFORE DELETE ON sample_checks
BEGIN
    SELECT RAISE(ABORT, 'a sample check stays');
END;
CREATE TRIGGER sample_units_while_drawing
BEFORE INSERT ON sample_units
WHEN (SELECT stage FROM sample_checks WHERE id = NEW.sample_check_id) <> 'seeded'
BEGIN
    SELECT RAISE(ABORT, 'what was drawn from stays');
END;
CREATE TRIGGER sample_units_never_change
BEFORE UPDATE ON sample_units
BEGIN
    SELECT RAISE(ABORT, 'what was drawn from stays');
END;
CREATE TRIGGER sample_units_stay
BEFORE DELETE ON sample_units
BEGIN
    SELECT RAISE(ABORT, 'what was drawn from stays');
END;
CREATE TRIGGER sample_cases_while_drawing
BEFORE INSERT ON sample_cases
BEGIN
    SELECT RAISE(ABORT, 'a case is drawn from what the city confirmed')
    WHERE NEW.finding IS NOT NULL OR NOT EXISTS (
        SELECT 1 FROM sample_checks s JOIN attributions a ON a.id = NEW.attribution_id
        WHERE s.id = NEW.sample_check_id AND s.stage = 'seeded' AND (s.unit_code IS NULL OR s.unit_code = NEW.unit_code)
            AND a.exit_id = NEW.exit_id AND a.unit_code = NEW.unit_code AND a.year = s.year AND a.live
            AND a.stage IN ('city_confirmed', 'frozen') AND a.pathway <> 'non_tourism');
    SELECT RAISE(ABORT, 'a case is checked by another unit, by nobody who had a hand in it')
    WHERE NOT EXISTS (SELECT 1 FROM users u WHERE u.id = NEW.checker_id AND u.role = 'county' AND u.unit_code <> NEW.unit_code)
        OR EXISTS (SELECT 1 FROM attributions a WHERE a.exit_id = NEW.exit_id
            AND NEW.checker_id IN (a.proposed_by, a.verified_by, a.confirmed_by, a.withdrawn_by));
END;
CREATE TRIGGER sample_cases_step
BEFORE UPDATE ON sample_cases
BEGIN
    SELECT RAISE(ABORT, 'a finding is made once, while the check is under way')
    WHERE OLD.finding IS NOT NULL
        OR NEW.id <> OLD.id OR NEW.sample_check_id <> OLD.sample_check_id OR NEW.unit_code <> OLD.unit_code
        OR NEW.place <> OLD.place OR NEW.exit_id <> OLD.exit_id OR NEW.attribution_id <> OLD.attribution_id
        OR (NEW.finding IS NOT NULL AND NEW.checker_id <> OLD.checker_id)
        OR (SELECT stage FROM sample_checks WHERE id = OLD.sample_check_id) <> 'drawn';
    SELECT RAISE(ABORT, 'a case is checked by another unit, by nobody who had a hand in it')
    WHERE NOT EXISTS (SELECT 1 FROM users u WHERE u.id = NEW.checker_id AND u.role = 'county' AND u.unit_code <> NEW.unit_code)
        OR EXISTS (SELECT 1 FROM attributions a WHERE a.exit_id = NEW.exit_id
            AND NEW.checker_id IN (a.proposed_by, a.verified_by, a.confirmed_by, a.withdrawn_by));
END;
CREATE TRIGGER sample_cases_stay
BEFORE DELETE ON sample_cases
BEGIN
    SELECT RAISE(ABORT, 'a case stays');
END;

-- A line or a version of the criteria that a check was measured by never changes.
CREATE TRIGGER income_lines_used_stay
BEFORE UPDATE ON income_lines
WHEN OLD.kind = 'exit' AND EXISTS (
    SELECT 1 FROM household_checks k JOIN exits e ON e.id = k.exit_id WHERE e.year = OLD.year)
BEGIN
    SELECT RAISE(ABORT, 'a line that a check was measured by stays');
END;
CREATE TRIGGER income_lines_used_are_kept
BEFORE DELETE ON income_lines
WHEN OLD.kind = 'exit' AND EXISTS (
    SELECT 1 FROM household_checks k JOIN exits e ON e.id = k.exit_id WHERE e.year = OLD.year)
BEGIN
    SELECT RAISE(ABORT, 'a line that a check was measured by stays');
END;
CREATE TRIGGER exit_criteria_used_stay
BEFORE UPDATE ON exit_criteria
WHEN EXISTS (SELECT 1 FROM household_checks WHERE criteria_id = OLD.id)
BEGIN
    SELECT RAISE(ABORT, 'criteria that a check was made by stay');
END;
CREATE TRIGGER exit_criteria_used_are_kept
BEFORE DELETE ON exit_criteria
WHEN EXISTS (SELECT 1 FROM household_checks WHERE criteria_id = OLD.id)
BEGIN
    SELECT RAISE(ABORT, 'criteria that a check was made by stay');
END;
CREATE TRIGGER exit_criteria_items_used_are_whole
BEFORE INSERT ON exit_criteria_items
WHEN EXISTS (SELECT 1 FROM household_checks WHERE criteria_id = NEW.criteria_id)
BEGIN
    SELECT RAISE(ABORT, 'criteria that a check was made by stay');
END;
CREATE TRIGGER exit_criteria_items_used_stay
BEFORE UPDATE ON exit_criteria_items
WHEN EXISTS (SELECT 1 FROM household_checks WHERE criteria_id IN (OLD.criteria_id, NEW.criteria_id))
BEGIN
    SELECT RAISE(ABORT, 'criteria that a check was made by stay');
END;
CREATE TRIGGER exit_criteria_items_used_are_kept
BEFORE DELETE ON exit_criteria_items
WHEN EXISTS (SELECT 1 FROM household_checks WHERE criteria_id = OLD.criteria_id)
BEGIN
    SELECT RAISE(ABORT, 'criteria that a check was made by stay');
END;

-- What an announcement froze stays as it was on its day; a member is freed when the exit ends.
CREATE TRIGGER exits_frozen
BEFORE UPDATE OF household_id, year, announced_on, division_code, unit_code, persons ON exits
BEGIN
    SELECT RAISE(ABORT, 'what an announcement froze stays');
END;
CREATE TRIGGER exit_members_frozen
BEFORE UPDATE OF exit_id, person_id, relation, is_head, year ON exit_members
BEGIN
    SELECT RAISE(ABORT, 'what an announcement froze stays');
END;
CREATE TRIGGER exit_members_stay
BEFORE DELETE ON exit_members
BEGIN
    SELECT RAISE(ABORT, 'what an announcement froze stays');
END;
CREATE TRIGGER exit_members_whole
BEFORE INSERT ON exit_members
WHEN (SELECT count(*) FROM exit_members WHERE exit_id = NEW.exit_id) >= (SELECT persons FROM exits WHERE id = NEW.exit_id)
BEGIN
    SELECT RAISE(ABORT, 'what an announcement froze stays');
END;
