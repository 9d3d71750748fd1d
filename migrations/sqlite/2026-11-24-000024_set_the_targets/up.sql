-- Signed letters of targets (责任书). A letter never changes; one signed later for the same year counts from its day on.

CREATE TABLE target_letters (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    year INTEGER NOT NULL CHECK (year BETWEEN 2014 AND 2100),
    title TEXT NOT NULL CHECK (title <> ''),
    document TEXT NOT NULL CHECK (document <> ''),
    signed_on TEXT NOT NULL,
    tolerance INTEGER NOT NULL CHECK (tolerance BETWEEN 0 AND 50),
    goals INTEGER NOT NULL CHECK (goals > 0),
    note TEXT NOT NULL,
    recorded_by INTEGER REFERENCES users (id),
    recorded_at TEXT NOT NULL,
    CONSTRAINT target_letters_once UNIQUE (year, document)
) STRICT;

-- What a letter asks: of a unit's pathway, or without one of the unit as a whole.
CREATE TABLE targets (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    letter_id INTEGER NOT NULL REFERENCES target_letters (id),
    unit_code TEXT NOT NULL REFERENCES reporting_units (code),
    pathway TEXT CHECK (pathway IN ('employment', 'village_industry', 'training', 'major_project', 'self_start')),
    persons INTEGER NOT NULL CHECK (persons BETWEEN 0 AND 10000000),
    households INTEGER CHECK (households >= 0),
    CONSTRAINT targets_households CHECK (households <= persons),
    CONSTRAINT targets_once UNIQUE (letter_id, unit_code, pathway)
) STRICT;
CREATE UNIQUE INDEX targets_one_whole ON targets (letter_id, unit_code) WHERE pathway IS NULL;
CREATE INDEX targets_unit ON targets (unit_code);

CREATE TRIGGER target_letters_change BEFORE UPDATE ON target_letters
BEGIN
    SELECT RAISE(ABORT, 'a signed letter never changes');
END;
CREATE TRIGGER target_letters_stay BEFORE DELETE ON target_letters
BEGIN
    SELECT RAISE(ABORT, 'a signed letter never changes');
END;
CREATE TRIGGER targets_change BEFORE UPDATE ON targets
BEGIN
    SELECT RAISE(ABORT, 'a signed letter never changes');
END;
CREATE TRIGGER targets_stay BEFORE DELETE ON targets
BEGIN
    SELECT RAISE(ABORT, 'a signed letter never changes');
END;
-- No target is added to a letter that has all of its own.
CREATE TRIGGER targets_whole BEFORE INSERT ON targets
BEGIN
    SELECT RAISE(ABORT, 'a signed letter never changes')
    WHERE (SELECT count(*) FROM targets WHERE letter_id = NEW.letter_id)
        >= (SELECT goals FROM target_letters WHERE id = NEW.letter_id);
END;
