DROP TRIGGER scores_settled ON scores;
DROP FUNCTION scores_settled();
