-- The household register, whom operators hired, and the exits the poverty office announced.

CREATE TABLE households (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    code TEXT NOT NULL CONSTRAINT households_code UNIQUE,
    division_code TEXT NOT NULL REFERENCES divisions (code) CHECK (length(division_code) = 12),
    unit_code TEXT NOT NULL REFERENCES reporting_units (code),
    natural_village TEXT NOT NULL,
    attribute TEXT NOT NULL,
    cause TEXT NOT NULL,
    registered_on TEXT NOT NULL,
    search TEXT NOT NULL
) STRICT;
CREATE INDEX households_division ON households (division_code);
CREATE INDEX households_unit ON households (unit_code, id);

-- The ID number is stored encrypted; `id_index` is its keyed blind index, `id_masked` the 4+4 form that may be shown.
CREATE TABLE persons (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL CHECK (name <> ''),
    sex TEXT NOT NULL CHECK (sex IN ('female', 'male')),
    birth_date TEXT NOT NULL,
    id_cipher BLOB NOT NULL,
    id_index BLOB NOT NULL CONSTRAINT persons_identity UNIQUE CHECK (length(id_index) = 32),
    id_masked TEXT NOT NULL CHECK (length(id_masked) = 18),
    revision INTEGER NOT NULL
) STRICT;
CREATE INDEX persons_name ON persons (name);

CREATE TABLE memberships (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    household_id INTEGER NOT NULL REFERENCES households (id),
    person_id INTEGER NOT NULL REFERENCES persons (id),
    relation TEXT NOT NULL CHECK (relation <> ''),
    is_head INTEGER NOT NULL CHECK (is_head IN (0, 1)),
    from_on TEXT NOT NULL,
    to_on TEXT,
    reason TEXT NOT NULL,
    CONSTRAINT memberships_days CHECK (to_on IS NULL OR to_on > from_on)
) STRICT;
CREATE UNIQUE INDEX memberships_one_live ON memberships (person_id) WHERE to_on IS NULL;
CREATE UNIQUE INDEX memberships_one_head ON memberships (household_id) WHERE to_on IS NULL AND is_head;
CREATE INDEX memberships_household ON memberships (household_id);
CREATE INDEX memberships_person ON memberships (person_id);

-- What an operator reported. Its number is its receipt's: YG-0187 is the hire 187.
CREATE TABLE hires (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    site_id INTEGER NOT NULL REFERENCES sites (id),
    unit_code TEXT NOT NULL REFERENCES reporting_units (code),
    reported_name TEXT NOT NULL CHECK (reported_name <> ''),
    id_cipher BLOB NOT NULL,
    id_index BLOB NOT NULL CHECK (length(id_index) = 32),
    id_masked TEXT NOT NULL CHECK (length(id_masked) = 18),
    register_claim TEXT NOT NULL CHECK (register_claim IN ('yes', 'no', 'unknown')),
    phone TEXT NOT NULL,
    post TEXT NOT NULL,
    employment_form TEXT NOT NULL CHECK (employment_form IN ('long_term', 'seasonal')),
    monthly_wage_fen INTEGER NOT NULL CHECK (monthly_wage_fen > 0),
    started_on TEXT NOT NULL,
    left_on TEXT,
    stage TEXT NOT NULL CHECK (stage IN ('reported', 'sent_back', 'verified', 'employed', 'left')),
    person_id INTEGER REFERENCES persons (id),
    reported_by INTEGER REFERENCES users (id),
    reported_at TEXT NOT NULL,
    verified_by INTEGER REFERENCES users (id),
    verified_at TEXT,
    sent_back_reason TEXT NOT NULL,
    revision INTEGER NOT NULL,
    CONSTRAINT hires_same_report UNIQUE (id_index, site_id, started_on),
    CONSTRAINT hires_days CHECK (left_on IS NULL OR left_on >= started_on),
    CONSTRAINT hires_sent_back CHECK (stage <> 'sent_back' OR sent_back_reason <> ''),
    CONSTRAINT hires_verified CHECK ((verified_at IS NOT NULL) = (stage IN ('verified', 'employed', 'left')))
) STRICT;
CREATE INDEX hires_unit ON hires (unit_code, stage, id);
CREATE INDEX hires_site ON hires (site_id, id);
CREATE INDEX hires_person ON hires (person_id) WHERE person_id IS NOT NULL;

-- A household's exit as the poverty office announced it.
CREATE TABLE exits (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    household_id INTEGER NOT NULL REFERENCES households (id),
    year INTEGER NOT NULL CHECK (year BETWEEN 2014 AND 2100),
    document TEXT NOT NULL CHECK (document <> ''),
    announced_on TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('announced', 'returned_to_poverty', 'revoked')),
    division_code TEXT NOT NULL REFERENCES divisions (code),
    unit_code TEXT NOT NULL REFERENCES reporting_units (code),
    persons INTEGER NOT NULL CHECK (persons > 0),
    search TEXT NOT NULL,
    revision INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX exits_one_live ON exits (household_id) WHERE state = 'announced';
CREATE UNIQUE INDEX exits_once_a_year ON exits (household_id, year);
CREATE INDEX exits_household ON exits (household_id);
CREATE INDEX exits_division ON exits (division_code);
CREATE INDEX exits_unit ON exits (unit_code, year, id);
CREATE INDEX exits_year ON exits (year, id);

-- The members frozen with the exit: what the register said on the day, whatever it says later.
CREATE TABLE exit_members (
    exit_id INTEGER NOT NULL REFERENCES exits (id),
    person_id INTEGER NOT NULL REFERENCES persons (id),
    relation TEXT NOT NULL CHECK (relation <> ''),
    is_head INTEGER NOT NULL CHECK (is_head IN (0, 1)),
    live INTEGER NOT NULL CHECK (live IN (0, 1)),
    PRIMARY KEY (exit_id, person_id)
) STRICT;
CREATE UNIQUE INDEX exit_members_one_live ON exit_members (person_id) WHERE live;
CREATE INDEX exit_members_person ON exit_members (person_id);
