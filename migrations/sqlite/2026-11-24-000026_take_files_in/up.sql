-- Files that bureaus send: what each would do, what a person decided on its rows, and what it stored, so that it can be undone.

CREATE TABLE import_batches (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    noun TEXT NOT NULL CHECK (noun IN ('exits', 'households', 'hires', 'sites', 'operators', 'divisions', 'courses', 'payments')),
    stage TEXT NOT NULL CHECK (stage IN ('received', 'previewed', 'stored', 'stored_in_part', 'refused', 'cancelled', 'undone')),
    file_name TEXT NOT NULL CHECK (file_name <> ''),
    content_hash TEXT NOT NULL CHECK (length(content_hash) = 64),
    layout_version INTEGER NOT NULL CHECK (layout_version > 0),
    given TEXT NOT NULL,
    report TEXT NOT NULL,
    unit_code TEXT REFERENCES reporting_units (code),
    rows_count INTEGER NOT NULL CHECK (rows_count >= 0),
    fine_count INTEGER NOT NULL CHECK (fine_count >= 0),
    changes_count INTEGER NOT NULL CHECK (changes_count >= 0),
    known_count INTEGER NOT NULL CHECK (known_count >= 0),
    duplicates_count INTEGER NOT NULL CHECK (duplicates_count >= 0),
    wrong_count INTEGER NOT NULL CHECK (wrong_count >= 0),
    held_count INTEGER NOT NULL CHECK (held_count >= 0),
    skipped_count INTEGER NOT NULL CHECK (skipped_count >= 0),
    stored_count INTEGER NOT NULL CHECK (stored_count >= 0),
    made_by INTEGER NOT NULL REFERENCES users (id),
    made_at TEXT NOT NULL,
    ended_by INTEGER REFERENCES users (id),
    ended_at TEXT,
    revision INTEGER NOT NULL,
    CONSTRAINT import_batches_sum CHECK (rows_count = fine_count + changes_count + known_count + duplicates_count
        + wrong_count + held_count + skipped_count),
    CONSTRAINT import_batches_ended CHECK ((ended_at IS NOT NULL) = (stage NOT IN ('received', 'previewed'))),
    CONSTRAINT import_batches_stored CHECK (stored_count = 0 OR stage IN ('stored', 'stored_in_part', 'undone'))
) STRICT;
CREATE INDEX import_batches_unit ON import_batches (unit_code, id);
CREATE INDEX import_batches_content ON import_batches (content_hash);

-- The file itself, encrypted: it has people's ID numbers. Gone when it is no longer needed, at the latest after fourteen days.
CREATE TABLE import_files (
    batch_id INTEGER NOT NULL PRIMARY KEY REFERENCES import_batches (id),
    sealed BLOB NOT NULL
) STRICT;

-- The rows something is to be told of; what is told is encrypted with the file.
CREATE TABLE import_rows (
    batch_id INTEGER NOT NULL REFERENCES import_batches (id),
    sheet INTEGER NOT NULL CHECK (sheet >= 0),
    row_number INTEGER NOT NULL CHECK (row_number > 0),
    outcome TEXT NOT NULL CHECK (outcome IN ('fine', 'changes', 'known', 'duplicate', 'wrong', 'held', 'skipped')),
    detail BLOB,
    decision TEXT CHECK (decision IN ('new', 'skip', 'chosen')),
    chosen INTEGER,
    decided_by INTEGER REFERENCES users (id),
    decided_at TEXT,
    PRIMARY KEY (batch_id, sheet, row_number),
    CONSTRAINT import_rows_decided CHECK (
        (decided_by IS NOT NULL) = (decision IS NOT NULL) AND (decided_at IS NOT NULL) = (decision IS NOT NULL)
    ),
    CONSTRAINT import_rows_chosen CHECK ((chosen IS NOT NULL) = (decision IS NOT NULL AND decision = 'chosen'))
) STRICT;
CREATE INDEX import_rows_outcome ON import_rows (batch_id, outcome, sheet, row_number);

-- What an import made or changed. `before` is what a changed record was, encrypted; `left_at` the revision it was left at.
CREATE TABLE import_made (
    batch_id INTEGER NOT NULL REFERENCES import_batches (id),
    noun TEXT NOT NULL CHECK (noun <> ''),
    record_id INTEGER NOT NULL,
    left_at INTEGER,
    before BLOB,
    PRIMARY KEY (batch_id, noun, record_id)
) STRICT;
CREATE INDEX import_made_record ON import_made (noun, record_id);

-- Members stay as they were frozen, unless the whole import that announced their exit is taken out again.
DROP TRIGGER exit_members_stay;
CREATE TRIGGER exit_members_stay
BEFORE DELETE ON exit_members
WHEN NOT EXISTS (SELECT 1 FROM import_made m JOIN import_batches b ON b.id = m.batch_id
    WHERE m.noun = 'exit' AND m.record_id = OLD.exit_id AND b.stage = 'undone')
BEGIN
    SELECT RAISE(ABORT, 'what an announcement froze stays');
END;
