DROP TABLE approvals;
DROP TABLE objections;
DROP TABLE public_notices;
CREATE TABLE decisions_of_applications (
    application_id INTEGER NOT NULL PRIMARY KEY REFERENCES applications (id),
    reached_star INTEGER NOT NULL CHECK (reached_star BETWEEN 0 AND 5),
    awarded_star INTEGER CHECK (awarded_star BETWEEN 1 AND 5),
    total_hundredths INTEGER NOT NULL CHECK (total_hundredths >= 0),
    reason TEXT NOT NULL,
    decided_by INTEGER REFERENCES users (id),
    decided_at TEXT NOT NULL,
    CONSTRAINT decisions_never_above_reached CHECK (awarded_star IS NULL OR awarded_star <= reached_star)
) STRICT;
INSERT INTO decisions_of_applications
    SELECT application_id, reached_star, awarded_star, total_hundredths, reason, decided_by, decided_at FROM decisions AS d
    WHERE round = (SELECT MAX(round) FROM decisions WHERE application_id = d.application_id);
DROP TABLE decisions;
ALTER TABLE decisions_of_applications RENAME TO decisions;
DROP TABLE inspectors;
DROP TABLE inspections;
DROP TABLE completion_items;
DROP TABLE application_evidence;
DROP TABLE application_hands;
ALTER TABLE scores DROP COLUMN note;
ALTER TABLE applications DROP COLUMN inspected_round;
ALTER TABLE applications DROP COLUMN forwarded_at;
ALTER TABLE applications DROP COLUMN level;
ALTER TABLE applications DROP COLUMN pledged_at;
ALTER TABLE applications DROP COLUMN pledged_by;
ALTER TABLE applications DROP COLUMN round;
