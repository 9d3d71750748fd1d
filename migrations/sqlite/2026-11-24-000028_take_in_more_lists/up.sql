-- Files of courses, payments, published figures and targets. What is only made by an import can be taken out with it.

DROP TRIGGER exit_members_stay;
DROP INDEX import_batches_unit;
DROP INDEX import_batches_content;
DROP INDEX import_rows_outcome;
DROP INDEX import_made_record;
ALTER TABLE import_made RENAME TO import_made_before;
ALTER TABLE import_rows RENAME TO import_rows_before;
ALTER TABLE import_files RENAME TO import_files_before;
ALTER TABLE import_batches RENAME TO import_batches_before;

CREATE TABLE import_batches (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    noun TEXT NOT NULL CHECK (noun IN ('exits', 'households', 'hires', 'sites', 'operators', 'divisions', 'courses', 'payments', 'figures',
        'targets')),
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

CREATE TABLE import_files (
    batch_id INTEGER NOT NULL PRIMARY KEY REFERENCES import_batches (id),
    sealed BLOB NOT NULL
) STRICT;

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

CREATE TABLE import_made (
    batch_id INTEGER NOT NULL REFERENCES import_batches (id),
    noun TEXT NOT NULL CHECK (noun <> ''),
    record_id INTEGER NOT NULL,
    left_at INTEGER,
    before BLOB,
    PRIMARY KEY (batch_id, noun, record_id)
) STRICT;
CREATE INDEX import_made_record ON import_made (noun, record_id);

INSERT INTO import_batches (id, noun, stage, file_name, content_hash, layout_version, given, report, unit_code, rows_count, fine_count, changes_count,
    known_count, duplicates_count, wrong_count, held_count, skipped_count, stored_count, made_by, made_at, ended_by, ended_at, revision)
SELECT id, noun, stage, file_name, content_hash, layout_version, given, report, unit_code, rows_count, fine_count, changes_count,
    known_count, duplicates_count, wrong_count, held_count, skipped_count, stored_count, made_by, made_at, ended_by, ended_at, revision
FROM import_batches_before;
INSERT INTO import_files (batch_id, sealed) SELECT batch_id, sealed FROM import_files_before;
INSERT INTO import_rows (batch_id, sheet, row_number, outcome, detail, decision, chosen, decided_by, decided_at)
SELECT batch_id, sheet, row_number, outcome, detail, decision, chosen, decided_by, decided_at FROM import_rows_before;
INSERT INTO import_made (batch_id, noun, record_id, left_at, before)
SELECT batch_id, noun, record_id, left_at, before FROM import_made_before;
DROP TABLE import_made_before;
DROP TABLE import_rows_before;
DROP TABLE import_files_before;
DROP TABLE import_batches_before;

CREATE TRIGGER exit_members_stay
BEFORE DELETE ON exit_members
WHEN NOT EXISTS (SELECT 1 FROM import_made m JOIN import_batches b ON b.id = m.batch_id
    WHERE m.noun = 'exit' AND m.record_id = OLD.exit_id AND b.stage = 'undone')
BEGIN
    SELECT RAISE(ABORT, 'what an announcement froze stays');
END;

-- Figures stay as printed and letters as signed, unless the whole import that brought them is taken out again.
DROP TRIGGER published_figures_stay;
CREATE TRIGGER published_figures_stay BEFORE DELETE ON published_figures
WHEN NOT EXISTS (SELECT 1 FROM import_made m JOIN import_batches b ON b.id = m.batch_id
    WHERE m.noun = 'figure' AND m.record_id = OLD.id AND b.stage = 'undone')
BEGIN
    SELECT RAISE(ABORT, 'a published figure stays as printed');
END;
DROP TRIGGER published_figure_parts_stay;
CREATE TRIGGER published_figure_parts_stay BEFORE DELETE ON published_figure_parts
WHEN NOT EXISTS (SELECT 1 FROM import_made m JOIN import_batches b ON b.id = m.batch_id
    WHERE m.noun = 'figure' AND m.record_id = OLD.figure_id AND b.stage = 'undone')
BEGIN
    SELECT RAISE(ABORT, 'a published figure stays as printed');
END;
DROP TRIGGER published_figure_units_stay;
CREATE TRIGGER published_figure_units_stay BEFORE DELETE ON published_figure_units
WHEN NOT EXISTS (SELECT 1 FROM import_made m JOIN import_batches b ON b.id = m.batch_id
    WHERE m.noun = 'figure' AND m.record_id = OLD.figure_id AND b.stage = 'undone')
BEGIN
    SELECT RAISE(ABORT, 'a published figure stays as printed');
END;
DROP TRIGGER published_figure_ratios_stay;
CREATE TRIGGER published_figure_ratios_stay BEFORE DELETE ON published_figure_ratios
WHEN NOT EXISTS (SELECT 1 FROM import_made m JOIN import_batches b ON b.id = m.batch_id
    WHERE m.noun = 'figure' AND m.record_id = OLD.figure_id AND b.stage = 'undone')
BEGIN
    SELECT RAISE(ABORT, 'a published figure stays as printed');
END;
DROP TRIGGER target_letters_stay;
CREATE TRIGGER target_letters_stay BEFORE DELETE ON target_letters
WHEN NOT EXISTS (SELECT 1 FROM import_made m JOIN import_batches b ON b.id = m.batch_id
    WHERE m.noun = 'target_letter' AND m.record_id = OLD.id AND b.stage = 'undone')
BEGIN
    SELECT RAISE(ABORT, 'a signed letter never changes');
END;
DROP TRIGGER targets_stay;
CREATE TRIGGER targets_stay BEFORE DELETE ON targets
WHEN NOT EXISTS (SELECT 1 FROM import_made m JOIN import_batches b ON b.id = m.batch_id
    WHERE m.noun = 'target_letter' AND m.record_id = OLD.letter_id AND b.stage = 'undone')
BEGIN
    SELECT RAISE(ABORT, 'a signed letter never changes');
END;
