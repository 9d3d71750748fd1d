DROP TABLE corrections;
DROP TABLE rectification_items;
DROP TABLE rectifications;
DROP TABLE rating_steps;
DROP TABLE certificates;
CREATE TABLE ratings_awarded (
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
INSERT INTO ratings_awarded
    SELECT id, site_id, application_id, stars, standing, live, certificate_number, plaque_number, awarded_on, valid_until,
        re_check_on, ended_on, end_reason, revision
    FROM ratings WHERE lowered_from IS NULL;
DROP TABLE ratings;
ALTER TABLE ratings_awarded RENAME TO ratings;
CREATE UNIQUE INDEX ratings_one_live ON ratings (site_id) WHERE live;
CREATE INDEX ratings_site ON ratings (site_id);
