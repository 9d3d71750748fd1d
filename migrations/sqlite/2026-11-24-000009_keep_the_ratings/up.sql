-- What happens to a rating after its award, and the papers it stands on. `ratings.certificate_number` is the number of the
-- certificate in force.

-- A star lowered is issued anew without an application of its own: the new rating names the one it comes from, and both the
-- application both go back to. What has ended says when; only the calendar ends a rating after its last day.
CREATE TABLE ratings_kept (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    site_id INTEGER NOT NULL REFERENCES sites (id),
    application_id INTEGER NOT NULL REFERENCES applications (id),
    lowered_from INTEGER CONSTRAINT ratings_lowered UNIQUE REFERENCES ratings_kept (id),
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
    CONSTRAINT ratings_days CHECK (valid_until > awarded_on),
    CONSTRAINT ratings_ended CHECK (live = (ended_on IS NULL)),
    CONSTRAINT ratings_ended_in_time CHECK (ended_on IS NULL OR standing = 'expired' OR ended_on <= valid_until)
) STRICT;
INSERT INTO ratings_kept
    SELECT id, site_id, application_id, NULL, stars, standing, live, certificate_number, plaque_number, awarded_on, valid_until,
        re_check_on, ended_on, end_reason, revision
    FROM ratings;
DROP TABLE ratings;
ALTER TABLE ratings_kept RENAME TO ratings;
CREATE UNIQUE INDEX ratings_one_live ON ratings (site_id) WHERE live;
CREATE UNIQUE INDEX ratings_application ON ratings (application_id) WHERE lowered_from IS NULL;
CREATE INDEX ratings_of_application ON ratings (application_id);
CREATE INDEX ratings_site ON ratings (site_id);

CREATE TABLE certificates (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    rating_id INTEGER NOT NULL REFERENCES ratings (id),
    number TEXT NOT NULL CONSTRAINT certificates_number UNIQUE,
    check_code TEXT NOT NULL CHECK (length(check_code) = 8),
    site_name TEXT NOT NULL CHECK (site_name <> ''),
    kind TEXT NOT NULL CHECK (kind IN ('tourism_area', 'farm_stay', 'homestay')),
    place TEXT NOT NULL CHECK (place <> ''),
    authority TEXT NOT NULL CHECK (authority <> ''),
    stars INTEGER NOT NULL CHECK (stars BETWEEN 1 AND 5),
    valid_from TEXT NOT NULL,
    valid_until TEXT NOT NULL,
    issued_by INTEGER REFERENCES users (id),
    issued_at TEXT NOT NULL,
    voided_by INTEGER REFERENCES users (id),
    voided_at TEXT,
    void_reason TEXT NOT NULL,
    CONSTRAINT certificates_days CHECK (valid_until > valid_from),
    CONSTRAINT certificates_voided CHECK ((voided_at IS NULL) = (void_reason = ''))
) STRICT;
CREATE UNIQUE INDEX certificates_one_live ON certificates (rating_id) WHERE voided_at IS NULL;
CREATE INDEX certificates_rating ON certificates (rating_id);

-- The history of a rating: one row per step.
CREATE TABLE rating_steps (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    rating_id INTEGER NOT NULL REFERENCES ratings (id),
    step TEXT NOT NULL CHECK (step <> ''),
    from_standing TEXT NOT NULL,
    to_standing TEXT NOT NULL,
    at TEXT NOT NULL,
    user_id INTEGER REFERENCES users (id),
    reason TEXT NOT NULL
) STRICT;
CREATE INDEX rating_steps_rating ON rating_steps (rating_id, id);

-- 限期整改通知书: what must be put right by a day.
CREATE TABLE rectifications (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    rating_id INTEGER NOT NULL REFERENCES ratings (id),
    number TEXT NOT NULL CONSTRAINT rectifications_number UNIQUE,
    ordered_on TEXT NOT NULL,
    due_on TEXT NOT NULL,
    ordered_by INTEGER NOT NULL REFERENCES users (id),
    ended_on TEXT,
    revision INTEGER NOT NULL,
    CONSTRAINT rectifications_days CHECK (due_on > ordered_on)
) STRICT;
CREATE UNIQUE INDEX rectifications_one_live ON rectifications (rating_id) WHERE ended_on IS NULL;
CREATE INDEX rectifications_rating ON rectifications (rating_id);

CREATE TABLE rectification_items (
    rectification_id INTEGER NOT NULL REFERENCES rectifications (id),
    position INTEGER NOT NULL CHECK (position > 0),
    about TEXT NOT NULL CHECK (about <> ''),
    answer TEXT NOT NULL,
    attachment_id INTEGER REFERENCES attachments (id),
    answered_by INTEGER REFERENCES users (id),
    answered_at TEXT,
    PRIMARY KEY (rectification_id, position),
    CONSTRAINT rectification_items_answered CHECK ((answered_at IS NULL) = (answer = ''))
) STRICT;
CREATE INDEX rectification_items_attachment ON rectification_items (attachment_id);

-- 改正: a value of a site's record that was wrong and was put right.
CREATE TABLE corrections (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    site_id INTEGER NOT NULL REFERENCES sites (id),
    rating_id INTEGER NOT NULL REFERENCES ratings (id),
    field TEXT NOT NULL CHECK (field IN ('name', 'place')),
    was TEXT NOT NULL CHECK (was <> ''),
    becomes TEXT NOT NULL CHECK (becomes <> ''),
    reason TEXT NOT NULL CHECK (reason <> ''),
    corrected_by INTEGER NOT NULL REFERENCES users (id),
    corrected_at TEXT NOT NULL
) STRICT;
CREATE INDEX corrections_site ON corrections (site_id);
CREATE INDEX corrections_rating ON corrections (rating_id);
