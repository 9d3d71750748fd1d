-- The head of a chain is moved on by the event itself: a statement less in every transaction, and no event without its place.

CREATE FUNCTION audit_events_head() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE audit_chains SET length = NEW.place, head_hash = NEW.hash WHERE chain = NEW.chain AND length = NEW.place - 1;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'an event comes after the last of its chain';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER audit_events_head AFTER INSERT ON audit_events FOR EACH ROW EXECUTE FUNCTION audit_events_head();
