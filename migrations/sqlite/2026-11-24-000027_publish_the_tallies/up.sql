-- What the public was told of a year's exits, release by release. What was published once is known for ever, so it never changes.

CREATE TABLE open_releases (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    year INTEGER NOT NULL CHECK (year BETWEEN 2014 AND 2100),
    number INTEGER NOT NULL CHECK (number >= 1),
    made_by INTEGER NOT NULL REFERENCES users (id),
    made_at TEXT NOT NULL,
    snapshot_id INTEGER REFERENCES snapshots (id),
    revision INTEGER NOT NULL CHECK (revision >= 0),
    as_of TEXT NOT NULL,
    counted TEXT NOT NULL,
    shown TEXT NOT NULL,
    digest BLOB NOT NULL CHECK (length(digest) = 32),
    CONSTRAINT open_releases_number UNIQUE (year, number)
) STRICT;
CREATE INDEX open_releases_snapshot ON open_releases (snapshot_id);

CREATE TRIGGER open_releases_never_change
BEFORE UPDATE ON open_releases
BEGIN
    SELECT RAISE(ABORT, 'what was published never changes');
END;
CREATE TRIGGER open_releases_stay
BEFORE DELETE ON open_releases
BEGIN
    SELECT RAISE(ABORT, 'what was published never changes');
END;
CREATE TRIGGER open_releases_follow
BEFORE INSERT ON open_releases
WHEN NEW.number <> 1 + (SELECT count(*) FROM open_releases WHERE year = NEW.year AND number < NEW.number)
BEGIN
    SELECT RAISE(ABORT, 'a release follows the last one of its year');
END;
