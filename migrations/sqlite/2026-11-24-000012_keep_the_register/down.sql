DROP TABLE household_changes;
DROP TABLE household_helpers;
DROP TRIGGER memberships_still_apart;
DROP TRIGGER memberships_apart;
CREATE TABLE memberships_before (
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
INSERT INTO memberships_before (id, household_id, person_id, relation, is_head, from_on, to_on, reason)
    SELECT id, household_id, person_id, relation, is_head, from_on, to_on, COALESCE(end_reason, reason) FROM memberships;
DROP TABLE memberships;
ALTER TABLE memberships_before RENAME TO memberships;
CREATE UNIQUE INDEX memberships_one_live ON memberships (person_id) WHERE to_on IS NULL;
CREATE UNIQUE INDEX memberships_one_head ON memberships (household_id) WHERE to_on IS NULL AND is_head;
CREATE INDEX memberships_household ON memberships (household_id);
CREATE INDEX memberships_person ON memberships (person_id);
ALTER TABLE persons DROP COLUMN months_worked;
ALTER TABLE persons DROP COLUMN employer;
ALTER TABLE persons DROP COLUMN work_place;
ALTER TABLE persons DROP COLUMN labour;
ALTER TABLE persons DROP COLUMN health;
ALTER TABLE persons DROP COLUMN schooling;
ALTER TABLE persons DROP COLUMN education;
ALTER TABLE persons DROP COLUMN nation;
ALTER TABLE households DROP COLUMN revision;
ALTER TABLE households DROP COLUMN search_version;
ALTER TABLE households DROP COLUMN account_last4;
ALTER TABLE households DROP COLUMN phone;
ALTER TABLE households DROP COLUMN second_cause;
