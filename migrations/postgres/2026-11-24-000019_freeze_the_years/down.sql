DROP TABLE snapshot_rows;
DROP TABLE snapshots;
DROP FUNCTION snapshot_rows_only_while_freezing();
DROP FUNCTION frozen_never_changes();
