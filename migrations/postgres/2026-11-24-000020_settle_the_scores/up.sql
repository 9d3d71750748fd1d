-- What was decided on stays as it was decided: no point of an application changes while a decision of its round stands. An
-- upheld objection opens the next round.

CREATE FUNCTION scores_settled() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- Of an inserted row there is no old one, of a deleted one no new one: their numbers are NULL, which is nobody's.
    IF EXISTS (
        SELECT 1 FROM decisions JOIN applications ON applications.id = decisions.application_id
        WHERE decisions.application_id IN (NEW.application_id, OLD.application_id) AND decisions.round = applications.round
    ) THEN
        RAISE EXCEPTION 'points that were decided on never change';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER scores_settled AFTER INSERT OR UPDATE OR DELETE ON scores
FOR EACH ROW EXECUTE FUNCTION scores_settled();
