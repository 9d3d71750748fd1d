-- A frozen year: what its numbers rested on, row by row, under one root. What is frozen never changes.

CREATE TABLE snapshots (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    year INTEGER NOT NULL CHECK (year BETWEEN 2014 AND 2100),
    revision INTEGER NOT NULL CHECK (revision >= 1),
    stage TEXT NOT NULL CHECK (stage IN ('proposed', 'frozen', 'withdrawn')),
    reason TEXT NOT NULL,
    proposed_by INTEGER NOT NULL REFERENCES users (id),
    proposed_at TEXT NOT NULL,
    decided_by INTEGER REFERENCES users (id),
    decided_at TEXT,
    cut_off TEXT,
    rule TEXT NOT NULL,
    row_count INTEGER NOT NULL CHECK (row_count >= 0),
    totals TEXT NOT NULL,
    root BLOB CHECK (root IS NULL OR length(root) = 32),
    CONSTRAINT snapshots_two_people CHECK (stage <> 'frozen' OR decided_by <> proposed_by),
    CONSTRAINT snapshots_decided CHECK (
        (decided_by IS NOT NULL) = (stage <> 'proposed') AND (decided_at IS NOT NULL) = (stage <> 'proposed')
    ),
    CONSTRAINT snapshots_sealed CHECK ((root IS NOT NULL) = (stage = 'frozen') AND (cut_off IS NOT NULL) = (stage = 'frozen'))
) STRICT;
CREATE UNIQUE INDEX snapshots_one_open ON snapshots (year) WHERE stage = 'proposed';
CREATE UNIQUE INDEX snapshots_revision ON snapshots (year, revision) WHERE stage <> 'withdrawn';
CREATE INDEX snapshots_year ON snapshots (year, id);

CREATE TABLE snapshot_rows (
    snapshot_id INTEGER NOT NULL REFERENCES snapshots (id),
    n INTEGER NOT NULL CHECK (n >= 1),
    exit_id INTEGER NOT NULL REFERENCES exits (id),
    body TEXT NOT NULL,
    leaf BLOB NOT NULL CHECK (length(leaf) = 32),
    PRIMARY KEY (snapshot_id, n)
) STRICT, WITHOUT ROWID;
CREATE INDEX snapshot_rows_exit ON snapshot_rows (exit_id, snapshot_id);

CREATE TRIGGER snapshots_frozen_never_changes
BEFORE UPDATE ON snapshots
WHEN OLD.stage <> 'proposed'
BEGIN
    SELECT RAISE(ABORT, 'a frozen year never changes');
END;
CREATE TRIGGER snapshots_frozen_stays
BEFORE DELETE ON snapshots
WHEN OLD.stage <> 'proposed'
BEGIN
    SELECT RAISE(ABORT, 'a frozen year never changes');
END;
CREATE TRIGGER snapshot_rows_never_change
BEFORE UPDATE ON snapshot_rows
BEGIN
    SELECT RAISE(ABORT, 'a frozen year never changes');
END;
CREATE TRIGGER snapshot_rows_stay
BEFORE DELETE ON snapshot_rows
BEGIN
    SELECT RAISE(ABORT, 'a frozen year never changes');
END;
CREATE TRIGGER snapshot_rows_only_while_freezing
BEFORE INSERT ON snapshot_rows
WHEN (SELECT stage FROM snapshots WHERE id = NEW.snapshot_id) <> 'proposed'
BEGIN
    SELECT RAISE(ABORT, 'a frozen year never changes');
END;
