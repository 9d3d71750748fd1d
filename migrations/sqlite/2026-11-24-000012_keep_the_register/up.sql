-- The household register as it is kept: what the national card asks of a household and of each member, who belonged to it
-- from when to when and why, who helps it, and every change with its reason.

ALTER TABLE households ADD COLUMN second_cause TEXT
    CHECK (second_cause IN ('illness', 'disability', 'schooling', 'disaster', 'land', 'water', 'skill', 'labour', 'capital', 'transport', 'motivation'))
    CHECK (second_cause <> cause);
ALTER TABLE households ADD COLUMN phone TEXT NOT NULL DEFAULT '';
-- The last four digits of the account that grants are paid to; the account itself is not kept.
ALTER TABLE households ADD COLUMN account_last4 TEXT NOT NULL DEFAULT '' CHECK (length(account_last4) IN (0, 4));
-- Which rule made its search text; one made by an older rule is made anew at the next start.
ALTER TABLE households ADD COLUMN search_version INTEGER NOT NULL DEFAULT 0;
ALTER TABLE households ADD COLUMN revision INTEGER NOT NULL DEFAULT 1;

-- Unknown until somebody asked. The nation by GB/T 3304.
ALTER TABLE persons ADD COLUMN nation TEXT CHECK (nation <> '');
ALTER TABLE persons ADD COLUMN education TEXT
    CHECK (education IN ('illiterate', 'primary', 'junior', 'senior', 'college'));
ALTER TABLE persons ADD COLUMN schooling TEXT
    CHECK (schooling IN ('none', 'preschool', 'primary', 'junior', 'senior', 'vocational', 'college'));
ALTER TABLE persons ADD COLUMN health TEXT CHECK (health IN ('healthy', 'chronic', 'serious', 'disabled'));
ALTER TABLE persons ADD COLUMN labour TEXT CHECK (labour IN ('ordinary', 'skilled', 'weak', 'lost', 'none'));
-- Where somebody who works away works; none for who does not.
ALTER TABLE persons ADD COLUMN work_place TEXT
    CHECK (work_place IN ('township', 'county', 'region', 'elsewhere', 'other'));
ALTER TABLE persons ADD COLUMN employer TEXT NOT NULL DEFAULT '';
ALTER TABLE persons ADD COLUMN months_worked INTEGER CHECK (months_worked BETWEEN 0 AND 12);

-- A membership says why it began and, once it has ended, why it ended.
CREATE TABLE memberships_kept (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    household_id INTEGER NOT NULL REFERENCES households (id),
    person_id INTEGER NOT NULL REFERENCES persons (id),
    relation TEXT NOT NULL CHECK (relation IN ('head', 'spouse', 'son', 'daughter', 'daughter_in_law', 'son_in_law', 'grandson', 'granddaughter', 'father', 'mother', 'father_in_law', 'mother_in_law', 'grandfather', 'grandmother', 'sibling', 'other')),
    is_head INTEGER NOT NULL CHECK (is_head IN (0, 1)),
    from_on TEXT NOT NULL,
    to_on TEXT,
    reason TEXT NOT NULL CHECK (reason IN ('registered', 'born', 'married_in', 'returned', 'other')),
    end_reason TEXT CHECK (end_reason IN ('died', 'married_out', 'divided', 'moved_out', 'imprisoned', 'other')),
    CONSTRAINT memberships_days CHECK (to_on IS NULL OR to_on > from_on),
    CONSTRAINT memberships_ended CHECK ((to_on IS NULL) = (end_reason IS NULL)),
    CONSTRAINT memberships_head CHECK (is_head = (relation = 'head'))
) STRICT;
INSERT INTO memberships_kept (id, household_id, person_id, relation, is_head, from_on, to_on, reason, end_reason)
    SELECT id, household_id, person_id, relation, is_head, from_on, to_on,
        CASE WHEN reason IN ('registered', 'born', 'married_in', 'returned', 'other') THEN reason ELSE 'other' END,
        CASE WHEN to_on IS NULL THEN NULL WHEN reason IN ('died', 'married_out', 'divided', 'moved_out', 'imprisoned', 'other') THEN reason ELSE 'other' END
    FROM memberships;
DROP TABLE memberships;
ALTER TABLE memberships_kept RENAME TO memberships;
CREATE UNIQUE INDEX memberships_one_live ON memberships (person_id) WHERE to_on IS NULL;
CREATE UNIQUE INDEX memberships_one_head ON memberships (household_id) WHERE to_on IS NULL AND is_head;
CREATE INDEX memberships_household ON memberships (household_id);
CREATE INDEX memberships_person ON memberships (person_id);

-- Nobody belongs to two households on one day, whichever of the two memberships was entered first.
CREATE TRIGGER memberships_apart AFTER INSERT ON memberships
WHEN EXISTS (SELECT 1 FROM memberships other WHERE other.person_id = NEW.person_id AND other.id <> NEW.id
    AND (other.to_on IS NULL OR NEW.from_on < other.to_on) AND (NEW.to_on IS NULL OR other.from_on < NEW.to_on))
BEGIN
    SELECT RAISE(ABORT, 'memberships of one person overlap');
END;
CREATE TRIGGER memberships_still_apart AFTER UPDATE OF person_id, from_on, to_on ON memberships
WHEN EXISTS (SELECT 1 FROM memberships other WHERE other.person_id = NEW.person_id AND other.id <> NEW.id
    AND (other.to_on IS NULL OR NEW.from_on < other.to_on) AND (NEW.to_on IS NULL OR other.from_on < NEW.to_on))
BEGIN
    SELECT RAISE(ABORT, 'memberships of one person overlap');
END;

-- The official who helps the household. 帮扶联系人
CREATE TABLE household_helpers (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    household_id INTEGER NOT NULL REFERENCES households (id),
    name TEXT NOT NULL CHECK (name <> ''),
    organisation TEXT NOT NULL CHECK (organisation <> ''),
    phone TEXT NOT NULL,
    from_on TEXT NOT NULL,
    to_on TEXT,
    CONSTRAINT household_helpers_days CHECK (to_on IS NULL OR to_on >= from_on)
) STRICT;
CREATE UNIQUE INDEX household_helpers_one_live ON household_helpers (household_id) WHERE to_on IS NULL;
CREATE INDEX household_helpers_household ON household_helpers (household_id);

-- Every change of the register: which value, what it was, what it is, from which day, why, by whom. Numbers by which a person
-- could be reached or found are masked in it.
CREATE TABLE household_changes (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    household_id INTEGER NOT NULL REFERENCES households (id),
    person_id INTEGER REFERENCES persons (id),
    field TEXT NOT NULL CHECK (field <> ''),
    was TEXT NOT NULL,
    becomes TEXT NOT NULL,
    on_day TEXT,
    reason TEXT NOT NULL,
    changed_by INTEGER NOT NULL REFERENCES users (id),
    changed_at TEXT NOT NULL
) STRICT;
CREATE INDEX household_changes_household ON household_changes (household_id, id);
CREATE INDEX household_changes_person ON household_changes (person_id) WHERE person_id IS NOT NULL;
