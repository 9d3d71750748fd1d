-- What the public was told of a year's exits, release by release. What was published once is known for ever, so it never changes.

CREATE TABLE open_releases (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    year INTEGER NOT NULL CHECK (year BETWEEN 2014 AND 2100),
    number INTEGER NOT NULL CHECK (number >= 1),
    made_by BIGINT NOT NULL REFERENCES users (id),
    made_at TIMESTAMP NOT NULL,
    snapshot_id BIGINT REFERENCES snapshots (id),
    revision BIGINT NOT NULL CHECK (revision >= 0),
    as_of TIMESTAMP NOT NULL,
    counted TEXT NOT NULL,
    shown TEXT NOT NULL,
    digest BYTEA NOT NULL CHECK (length(digest) = 32),
    CONSTRAINT open_releases_number UNIQUE (year, number)
);
CREATE INDEX open_releases_snapshot ON open_releases (snapshot_id);

CREATE FUNCTION open_releases_never_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what was published never changes';
END $$;
CREATE FUNCTION open_releases_follow() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.number <> 1 + (SELECT count(*) FROM open_releases WHERE year = NEW.year AND number < NEW.number) THEN
        RAISE EXCEPTION 'a release follows the last one of its year';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER open_releases_never_change
BEFORE UPDATE OR DELETE ON open_releases
FOR EACH ROW EXECUTE FUNCTION open_releases_never_change();
CREATE TRIGGER open_releases_follow
BEFORE INSERT ON open_releases
FOR EACH ROW EXECUTE FUNCTION open_releases_follow();
