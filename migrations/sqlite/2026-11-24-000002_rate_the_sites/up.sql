-- Sites, the standards they are judged by, their applications and ratings.

CREATE TABLE sites (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    operator_id INTEGER NOT NULL REFERENCES operators (id),
    name TEXT NOT NULL CHECK (name <> ''),
    kind TEXT NOT NULL CHECK (kind IN ('tourism_area', 'farm_stay', 'homestay')),
    trade TEXT NOT NULL CHECK (trade IN ('catering', 'lodging', 'combined')),
    division_code TEXT NOT NULL REFERENCES divisions (code) CHECK (length(division_code) = 12),
    unit_code TEXT NOT NULL REFERENCES reporting_units (code),
    natural_village TEXT NOT NULL,
    address TEXT NOT NULL,
    phone TEXT NOT NULL,
    beds INTEGER NOT NULL CHECK (beds >= 0),
    seats INTEGER NOT NULL CHECK (seats >= 0),
    opened_on TEXT,
    registered_by INTEGER REFERENCES users (id),
    registered_at TEXT NOT NULL,
    closed_on TEXT,
    search TEXT NOT NULL,
    revision INTEGER NOT NULL,
    CONSTRAINT sites_name UNIQUE (division_code, name)
) STRICT;
CREATE INDEX sites_operator ON sites (operator_id);
CREATE INDEX sites_unit ON sites (unit_code, id);
CREATE INDEX sites_registered_by ON sites (registered_by);

-- What a site took in and welcomed in one month.
CREATE TABLE site_months (
    site_id INTEGER NOT NULL REFERENCES sites (id),
    year INTEGER NOT NULL CHECK (year BETWEEN 1990 AND 2100),
    month INTEGER NOT NULL CHECK (month BETWEEN 1 AND 12),
    visits INTEGER NOT NULL CHECK (visits >= 0),
    revenue_fen INTEGER NOT NULL CHECK (revenue_fen >= 0),
    revision INTEGER NOT NULL,
    PRIMARY KEY (site_id, year, month)
) STRICT;

-- A version of a standard's score sheet; a version once used never changes.
CREATE TABLE sheets (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    code TEXT NOT NULL CHECK (code <> ''),
    version INTEGER NOT NULL CHECK (version > 0),
    subject TEXT NOT NULL CHECK (subject IN ('tourism_area', 'farm_stay', 'homestay')),
    official INTEGER NOT NULL CHECK (official IN (0, 1)),
    basis TEXT NOT NULL CHECK (basis <> ''),
    valid_from TEXT NOT NULL,
    valid_to TEXT,
    body TEXT NOT NULL,
    body_digest BLOB NOT NULL CHECK (length(body_digest) = 32),
    CONSTRAINT sheets_version UNIQUE (code, version)
) STRICT;

-- Days that are not what their weekday says: public holidays, and the working weekends that make up for them.
CREATE TABLE holidays (
    day TEXT NOT NULL PRIMARY KEY,
    works INTEGER NOT NULL CHECK (works IN (0, 1)),
    source TEXT NOT NULL CHECK (source <> '')
) STRICT;

CREATE TABLE applications (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    number TEXT NOT NULL CONSTRAINT applications_number UNIQUE,
    site_id INTEGER NOT NULL REFERENCES sites (id),
    sheet_id INTEGER NOT NULL REFERENCES sheets (id),
    unit_code TEXT NOT NULL REFERENCES reporting_units (code),
    applied_star INTEGER NOT NULL CHECK (applied_star BETWEEN 1 AND 5),
    stage TEXT NOT NULL,
    note TEXT NOT NULL,
    submitted_by INTEGER REFERENCES users (id),
    submitted_at TEXT,
    due_on TEXT,
    scored_by INTEGER REFERENCES users (id),
    scored_at TEXT,
    live INTEGER NOT NULL CHECK (live IN (0, 1)),
    revision INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX applications_one_live ON applications (site_id) WHERE live;
CREATE INDEX applications_site ON applications (site_id);
CREATE INDEX applications_sheet ON applications (sheet_id);
CREATE INDEX applications_unit ON applications (unit_code, stage, due_on);
CREATE INDEX applications_submitted_by ON applications (submitted_by);
CREATE INDEX applications_scored_by ON applications (scored_by);

-- The history of an application: one row per step taken.
CREATE TABLE application_steps (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    application_id INTEGER NOT NULL REFERENCES applications (id),
    step TEXT NOT NULL CHECK (step <> ''),
    from_stage TEXT,
    to_stage TEXT NOT NULL,
    at TEXT NOT NULL,
    user_id INTEGER REFERENCES users (id),
    note TEXT NOT NULL
) STRICT;
CREATE INDEX application_steps_application ON application_steps (application_id, id);
CREATE INDEX application_steps_user ON application_steps (user_id);

CREATE TABLE scores (
    application_id INTEGER NOT NULL REFERENCES applications (id),
    role TEXT NOT NULL CHECK (role IN ('self', 'county', 'panel')),
    item_code TEXT NOT NULL CHECK (item_code <> ''),
    points INTEGER NOT NULL CHECK (points >= 0),
    scored_by INTEGER REFERENCES users (id),
    scored_at TEXT NOT NULL,
    PRIMARY KEY (application_id, role, item_code)
) STRICT;
CREATE INDEX scores_scored_by ON scores (scored_by);

CREATE TABLE decisions (
    application_id INTEGER NOT NULL PRIMARY KEY REFERENCES applications (id),
    reached_star INTEGER NOT NULL CHECK (reached_star BETWEEN 0 AND 5),
    awarded_star INTEGER CHECK (awarded_star BETWEEN 1 AND 5),
    total_hundredths INTEGER NOT NULL CHECK (total_hundredths >= 0),
    reason TEXT NOT NULL,
    decided_by INTEGER REFERENCES users (id),
    decided_at TEXT NOT NULL,
    CONSTRAINT decisions_never_above_reached CHECK (awarded_star IS NULL OR awarded_star <= reached_star)
) STRICT;
CREATE INDEX decisions_decided_by ON decisions (decided_by);

CREATE TABLE ratings (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    site_id INTEGER NOT NULL REFERENCES sites (id),
    application_id INTEGER NOT NULL CONSTRAINT ratings_application UNIQUE REFERENCES applications (id),
    stars INTEGER NOT NULL CHECK (stars BETWEEN 1 AND 5),
    standing TEXT NOT NULL CHECK (standing IN
        ('current', 're_check_due', 'rectification', 'kept', 'lowered', 'cancelled', 'given_up', 'expired', 'replaced')),
    live INTEGER NOT NULL CHECK (live IN (0, 1)),
    certificate_number TEXT NOT NULL CONSTRAINT ratings_certificate UNIQUE,
    plaque_number TEXT NOT NULL CONSTRAINT ratings_plaque UNIQUE,
    awarded_on TEXT NOT NULL,
    valid_until TEXT NOT NULL,
    re_check_on TEXT NOT NULL,
    ended_on TEXT,
    end_reason TEXT NOT NULL,
    revision INTEGER NOT NULL,
    CONSTRAINT ratings_days CHECK (valid_until > awarded_on)
) STRICT;
CREATE UNIQUE INDEX ratings_one_live ON ratings (site_id) WHERE live;
CREATE INDEX ratings_site ON ratings (site_id);

-- Numbers are handed out here, so that none is ever given twice: one row per series and year.
CREATE TABLE number_series (
    series TEXT NOT NULL,
    year INTEGER NOT NULL,
    last INTEGER NOT NULL CHECK (last > 0),
    PRIMARY KEY (series, year)
) STRICT;
