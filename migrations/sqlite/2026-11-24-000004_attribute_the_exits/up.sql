-- The papers that support a pathway, and the assignment of each exit to one.

CREATE TABLE courses (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL CHECK (name <> ''),
    organiser TEXT NOT NULL CHECK (organiser <> ''),
    unit_code TEXT NOT NULL REFERENCES reporting_units (code),
    place TEXT NOT NULL,
    starts_on TEXT NOT NULL,
    ends_on TEXT NOT NULL,
    hours INTEGER NOT NULL CHECK (hours > 0),
    document TEXT NOT NULL CHECK (document <> ''),
    CONSTRAINT courses_days CHECK (ends_on >= starts_on)
) STRICT;
CREATE INDEX courses_unit ON courses (unit_code);

CREATE TABLE course_attendances (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    course_id INTEGER NOT NULL REFERENCES courses (id),
    person_id INTEGER NOT NULL REFERENCES persons (id),
    certificate TEXT NOT NULL,
    completed_on TEXT,
    placement_employer TEXT NOT NULL,
    placement_on TEXT,
    CONSTRAINT course_attendances_once UNIQUE (course_id, person_id)
) STRICT;
CREATE INDEX course_attendances_person ON course_attendances (person_id);

CREATE TABLE projects (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL UNIQUE CHECK (name <> ''),
    unit_code TEXT NOT NULL REFERENCES reporting_units (code),
    division_code TEXT NOT NULL REFERENCES divisions (code),
    listed_on TEXT NOT NULL,
    document TEXT NOT NULL CHECK (document <> ''),
    investment_fen INTEGER NOT NULL CHECK (investment_fen >= 0)
) STRICT;
CREATE INDEX projects_unit ON projects (unit_code);
CREATE INDEX projects_division ON projects (division_code);

CREATE TABLE project_benefits (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    project_id INTEGER NOT NULL REFERENCES projects (id),
    person_id INTEGER NOT NULL REFERENCES persons (id),
    kind TEXT NOT NULL CHECK (kind IN ('job', 'land_transfer', 'other')),
    amount_fen INTEGER NOT NULL CHECK (amount_fen > 0),
    received_on TEXT NOT NULL,
    document TEXT NOT NULL CHECK (document <> ''),
    CONSTRAINT project_benefits_once UNIQUE (project_id, person_id, kind, received_on)
) STRICT;
CREATE INDEX project_benefits_person ON project_benefits (person_id);

-- A tourism programme of a supported village (重点贫困村), by year.
CREATE TABLE programmes (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL CHECK (name <> ''),
    division_code TEXT NOT NULL REFERENCES divisions (code) CHECK (length(division_code) = 12),
    unit_code TEXT NOT NULL REFERENCES reporting_units (code),
    year INTEGER NOT NULL CHECK (year BETWEEN 2014 AND 2100),
    supported INTEGER NOT NULL CHECK (supported IN (0, 1)),
    document TEXT NOT NULL CHECK (document <> ''),
    CONSTRAINT programmes_once UNIQUE (division_code, year, name)
) STRICT;
CREATE INDEX programmes_unit ON programmes (unit_code, year);

CREATE TABLE programme_payments (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    programme_id INTEGER NOT NULL REFERENCES programmes (id),
    person_id INTEGER NOT NULL REFERENCES persons (id),
    kind TEXT NOT NULL CHECK (kind IN ('dividend', 'land_transfer', 'stall', 'performance', 'produce')),
    amount_fen INTEGER NOT NULL CHECK (amount_fen > 0),
    paid_on TEXT NOT NULL,
    document TEXT NOT NULL CHECK (document <> ''),
    CONSTRAINT programme_payments_once UNIQUE (programme_id, person_id, kind, paid_on)
) STRICT;
CREATE INDEX programme_payments_person ON programme_payments (person_id);

CREATE TABLE own_businesses (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    person_id INTEGER NOT NULL REFERENCES persons (id),
    name TEXT NOT NULL CHECK (name <> ''),
    licence TEXT NOT NULL CHECK (licence <> ''),
    licensed_on TEXT NOT NULL,
    support TEXT NOT NULL CHECK (support <> ''),
    support_fen INTEGER NOT NULL CHECK (support_fen >= 0),
    supported_on TEXT NOT NULL,
    CONSTRAINT own_businesses_licence UNIQUE (licence)
) STRICT;
CREATE INDEX own_businesses_person ON own_businesses (person_id);

CREATE TABLE non_tourism_measures (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    person_id INTEGER NOT NULL REFERENCES persons (id),
    kind TEXT NOT NULL CHECK (kind IN ('breeding', 'e_commerce', 'relocation', 'other')),
    name TEXT NOT NULL CHECK (name <> ''),
    amount_fen INTEGER NOT NULL CHECK (amount_fen >= 0),
    received_on TEXT NOT NULL,
    document TEXT NOT NULL CHECK (document <> ''),
    CONSTRAINT non_tourism_measures_once UNIQUE (person_id, kind, received_on)
) STRICT;
CREATE INDEX non_tourism_measures_person ON non_tourism_measures (person_id);

-- How many months an employment must have been held before the exit, by year: dated data with its source.
CREATE TABLE evidence_rules (
    year INTEGER NOT NULL PRIMARY KEY CHECK (year BETWEEN 2014 AND 2100),
    employment_months INTEGER NOT NULL CHECK (employment_months BETWEEN 1 AND 24),
    source TEXT NOT NULL CHECK (source <> '')
) STRICT;

CREATE TABLE attributions (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    exit_id INTEGER NOT NULL REFERENCES exits (id),
    unit_code TEXT NOT NULL REFERENCES reporting_units (code),
    year INTEGER NOT NULL CHECK (year BETWEEN 2014 AND 2100),
    month INTEGER NOT NULL CHECK (month BETWEEN 1 AND 12),
    persons INTEGER NOT NULL CHECK (persons > 0),
    pathway TEXT NOT NULL CHECK (pathway IN
        ('employment', 'village_industry', 'training', 'major_project', 'self_start', 'non_tourism')),
    hire_id INTEGER REFERENCES hires (id),
    payment_id INTEGER REFERENCES programme_payments (id),
    attendance_id INTEGER REFERENCES course_attendances (id),
    benefit_id INTEGER REFERENCES project_benefits (id),
    business_id INTEGER REFERENCES own_businesses (id),
    measure_id INTEGER REFERENCES non_tourism_measures (id),
    stage TEXT NOT NULL CHECK (stage IN
        ('proposed', 'county_verified', 'city_confirmed', 'frozen', 'withdrawn')),
    live INTEGER NOT NULL CHECK (live IN (0, 1)),
    proposed_by INTEGER NOT NULL REFERENCES users (id),
    proposed_at TEXT NOT NULL,
    verified_by INTEGER REFERENCES users (id),
    verified_at TEXT,
    confirmed_by INTEGER REFERENCES users (id),
    confirmed_at TEXT,
    withdrawn_by INTEGER REFERENCES users (id),
    withdrawn_at TEXT,
    reason TEXT NOT NULL,
    revision INTEGER NOT NULL,
    CONSTRAINT attributions_own_evidence CHECK (
        (hire_id IS NOT NULL) = (pathway = 'employment')
        AND (payment_id IS NOT NULL) = (pathway = 'village_industry')
        AND (attendance_id IS NOT NULL) = (pathway = 'training')
        AND (benefit_id IS NOT NULL) = (pathway = 'major_project')
        AND (business_id IS NOT NULL) = (pathway = 'self_start')
        AND (measure_id IS NOT NULL) = (pathway = 'non_tourism')
    ),
    CONSTRAINT attributions_different_people CHECK (
        (verified_by IS NULL OR verified_by <> proposed_by)
        AND (confirmed_by IS NULL OR confirmed_by <> proposed_by)
        AND (confirmed_by IS NULL OR verified_by IS NULL OR confirmed_by <> verified_by)
    ),
    CONSTRAINT attributions_live CHECK (live = (stage <> 'withdrawn')),
    CONSTRAINT attributions_withdrawn CHECK (
        (withdrawn_by IS NOT NULL) = (stage = 'withdrawn') AND (stage <> 'withdrawn' OR reason <> '')
    ),
    CONSTRAINT attributions_confirmed CHECK (stage NOT IN ('city_confirmed', 'frozen') OR confirmed_by IS NOT NULL)
) STRICT;
CREATE UNIQUE INDEX attributions_one_live ON attributions (exit_id) WHERE live;
CREATE INDEX attributions_exit ON attributions (exit_id);
CREATE INDEX attributions_cell ON attributions (year, unit_code, pathway, month, id) WHERE live;
CREATE INDEX attributions_year ON attributions (year, id);
CREATE INDEX attributions_unit ON attributions (unit_code, stage, id);
CREATE INDEX attributions_stage ON attributions (stage, id);
CREATE INDEX attributions_hire ON attributions (hire_id);
CREATE INDEX attributions_payment ON attributions (payment_id);
CREATE INDEX attributions_attendance ON attributions (attendance_id);
CREATE INDEX attributions_benefit ON attributions (benefit_id);
CREATE INDEX attributions_business ON attributions (business_id);
CREATE INDEX attributions_measure ON attributions (measure_id);
CREATE INDEX attributions_proposed_by ON attributions (proposed_by);
CREATE INDEX attributions_verified_by ON attributions (verified_by);
CREATE INDEX attributions_confirmed_by ON attributions (confirmed_by);
CREATE INDEX attributions_withdrawn_by ON attributions (withdrawn_by);
