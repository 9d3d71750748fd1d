DROP TRIGGER scores_settled_delete;
DROP TRIGGER scores_settled_update;
DROP TRIGGER scores_settled_insert;
