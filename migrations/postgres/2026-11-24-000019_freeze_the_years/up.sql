-- A frozen year: what its numbers rested on, row by row, under one root. What is frozen never changes.

CREATE TABLE snapshots (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    year INTEGER NOT NULL CHECK (year BETWEEN 2014 AND 2100),
    revision INTEGER NOT NULL CHECK (revision >= 1),
    stage TEXT NOT NULL CHECK (stage IN ('proposed', 'frozen', 'withdrawn')),
    reason TEXT NOT NULL,
    proposed_by BIGINT NOT NULL REFERENCES users (id),
    proposed_at TIMESTAMP NOT NULL,
    decided_by BIGINT REFERENCES users (id),
    decided_at TIMESTAMP,
    cut_off TIMESTAMP,
    rule TEXT NOT NULL,
    row_count BIGINT NOT NULL CHECK (row_count >= 0),
    totals TEXT NOT NULL,
    root BYTEA CHECK (root IS NULL OR length(root) = 32),
    CONSTRAINT snapshots_two_people CHECK (stage <> 'frozen' OR decided_by <> proposed_by),
    CONSTRAINT snapshots_decided CHECK (
        (decided_by IS NOT NULL) = (stage <> 'proposed') AND (decided_at IS NOT NULL) = (stage <> 'proposed')
    ),
    CONSTRAINT snapshots_sealed CHECK ((root IS NOT NULL) = (stage = 'frozen') AND (cut_off IS NOT NULL) = (stage = 'frozen'))
);
CREATE UNIQUE INDEX snapshots_one_open ON snapshots (year) WHERE stage = 'proposed';
CREATE UNIQUE INDEX snapshots_revision ON snapshots (year, revision) WHERE stage <> 'withdrawn';
CREATE INDEX snapshots_year ON snapshots (year, id);

CREATE TABLE snapshot_rows (
    snapshot_id BIGINT NOT NULL REFERENCES snapshots (id),
    n BIGINT NOT NULL CHECK (n >= 1),
    exit_id BIGINT NOT NULL REFERENCES exits (id),
    body TEXT NOT NULL,
    leaf BYTEA NOT NULL CHECK (length(leaf) = 32),
    PRIMARY KEY (snapshot_id, n)
);
CREATE INDEX snapshot_rows_exit ON snapshot_rows (exit_id, snapshot_id);

CREATE FUNCTION frozen_never_changes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a frozen year never changes';
END $$;
CREATE FUNCTION snapshot_rows_only_while_freezing() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT stage FROM snapshots WHERE id = NEW.snapshot_id) <> 'proposed' THEN
        RAISE EXCEPTION 'a frozen year never changes';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER snapshots_frozen_never_changes
BEFORE UPDATE OR DELETE ON snapshots
FOR EACH ROW WHEN (OLD.stage <> 'proposed') EXECUTE FUNCTION frozen_never_changes();
CREATE TRIGGER snapshot_rows_never_change
BEFORE UPDATE OR DELETE ON snapshot_rows
FOR EACH ROW EXECUTE FUNCTION frozen_never_changes();
CREATE TRIGGER snapshot_rows_only_while_freezing
BEFORE INSERT ON snapshot_rows
FOR EACH ROW EXECUTE FUNCTION snapshot_rows_only_while_freezing();
