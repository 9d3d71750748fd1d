-- The head of a chain is moved on by the event itself: a statement less in every transaction, and no event without its place.

CREATE TRIGGER audit_events_head
AFTER INSERT ON audit_events
BEGIN
    SELECT RAISE(ABORT, 'an event comes after the last of its chain')
    WHERE NEW.place <> (SELECT length + 1 FROM audit_chains WHERE chain = NEW.chain);
    UPDATE audit_chains SET length = NEW.place, head_hash = NEW.hash WHERE chain = NEW.chain;
END;
