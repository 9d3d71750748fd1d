-- The months an operator confirmed somebody at work, each with the wage that was paid.

CREATE TABLE wage_months (
    hire_id INTEGER NOT NULL REFERENCES hires (id),
    -- The first day of the month.
    month TEXT NOT NULL CHECK (month LIKE '____-__-01'),
    wage_fen INTEGER NOT NULL CHECK (wage_fen > 0),
    confirmed_by INTEGER NOT NULL REFERENCES users (id),
    confirmed_at TEXT NOT NULL,
    PRIMARY KEY (hire_id, month)
) STRICT, WITHOUT ROWID;

-- What a month's wage was before it was corrected, and why it was.
CREATE TABLE wage_corrections (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    hire_id INTEGER NOT NULL,
    month TEXT NOT NULL,
    before_fen INTEGER NOT NULL CHECK (before_fen > 0),
    after_fen INTEGER NOT NULL CHECK (after_fen > 0),
    reason TEXT NOT NULL CHECK (reason <> ''),
    corrected_by INTEGER NOT NULL REFERENCES users (id),
    corrected_at TEXT NOT NULL,
    CONSTRAINT wage_corrections_differ CHECK (after_fen <> before_fen),
    FOREIGN KEY (hire_id, month) REFERENCES wage_months (hire_id, month)
) STRICT;
CREATE INDEX wage_corrections_month ON wage_corrections (hire_id, month);

-- A month is within the days of a hire that was found true.
CREATE TRIGGER wage_months_within AFTER INSERT ON wage_months
BEGIN
    SELECT RAISE(ABORT, 'a wage is paid for a month at work')
    WHERE NOT EXISTS (
        SELECT 1 FROM hires WHERE id = NEW.hire_id AND stage IN ('verified', 'employed', 'left')
        AND NEW.month >= substr(started_on, 1, 8) || '01' AND (left_on IS NULL OR NEW.month <= left_on));
END;
CREATE TRIGGER wage_months_stay BEFORE UPDATE OF hire_id, month ON wage_months
BEGIN
    SELECT RAISE(ABORT, 'a wage is paid for a month at work');
END;
CREATE TRIGGER hires_keep_wage_months AFTER UPDATE OF started_on, left_on, stage ON hires
WHEN NEW.stage NOT IN ('verified', 'employed', 'left') OR NEW.started_on <> OLD.started_on OR NEW.left_on IS NOT OLD.left_on
BEGIN
    SELECT RAISE(ABORT, 'a wage is paid for a month at work')
    WHERE EXISTS (
        SELECT 1 FROM wage_months WHERE hire_id = NEW.id AND (NEW.stage NOT IN ('verified', 'employed', 'left')
        OR month < substr(NEW.started_on, 1, 8) || '01' OR month > NEW.left_on));
END;

-- Nobody has two long-term jobs at once, wherever; the day of changing from one to the other may be in both. The search goes
-- by the index that every report is written to anyway, so that a report costs no second index.
CREATE TRIGGER hires_one_long_term AFTER INSERT ON hires
WHEN NEW.employment_form = 'long_term' AND NEW.stage <> 'sent_back'
BEGIN
    SELECT RAISE(ABORT, 'one long-term job at a time')
    WHERE EXISTS (
        SELECT 1 FROM hires WHERE id_index = NEW.id_index AND id <> NEW.id
        AND employment_form = 'long_term' AND stage <> 'sent_back'
        AND (NEW.left_on IS NULL OR started_on < NEW.left_on) AND (left_on IS NULL OR left_on > NEW.started_on));
END;
CREATE TRIGGER hires_stay_one_long_term AFTER UPDATE OF id_index, employment_form, started_on, left_on, stage ON hires
WHEN NEW.employment_form = 'long_term' AND NEW.stage <> 'sent_back'
BEGIN
    SELECT RAISE(ABORT, 'one long-term job at a time')
    WHERE EXISTS (
        SELECT 1 FROM hires WHERE id_index = NEW.id_index AND id <> NEW.id
        AND employment_form = 'long_term' AND stage <> 'sent_back'
        AND (NEW.left_on IS NULL OR started_on < NEW.left_on) AND (left_on IS NULL OR left_on > NEW.started_on));
END;
