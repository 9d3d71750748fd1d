-- What was decided on stays as it was decided: no point of an application changes while a decision of its round stands. An
-- upheld objection opens the next round.

CREATE TRIGGER scores_settled_insert BEFORE INSERT ON scores
WHEN EXISTS (
    SELECT 1 FROM decisions JOIN applications ON applications.id = decisions.application_id
    WHERE decisions.application_id = NEW.application_id AND decisions.round = applications.round
)
BEGIN
    SELECT RAISE(ABORT, 'points that were decided on never change');
END;
CREATE TRIGGER scores_settled_update BEFORE UPDATE ON scores
WHEN EXISTS (
    SELECT 1 FROM decisions JOIN applications ON applications.id = decisions.application_id
    WHERE decisions.application_id IN (NEW.application_id, OLD.application_id) AND decisions.round = applications.round
)
BEGIN
    SELECT RAISE(ABORT, 'points that were decided on never change');
END;
CREATE TRIGGER scores_settled_delete BEFORE DELETE ON scores
WHEN EXISTS (
    SELECT 1 FROM decisions JOIN applications ON applications.id = decisions.application_id
    WHERE decisions.application_id = OLD.application_id AND decisions.round = applications.round
)
BEGIN
    SELECT RAISE(ABORT, 'points that were decided on never change');
END;
