-- Divisions, the reporting units of the city, and who signs in.

CREATE TABLE divisions (
    code TEXT NOT NULL PRIMARY KEY CHECK (length(code) IN (6, 9, 12)),
    name TEXT NOT NULL CHECK (name <> ''),
    level INTEGER NOT NULL CHECK (level BETWEEN 2 AND 5),
    parent_code TEXT NOT NULL,
    valid_from TEXT NOT NULL,
    valid_to TEXT,
    source TEXT NOT NULL CHECK (source <> '')
) STRICT;
CREATE INDEX divisions_parent ON divisions (parent_code);

-- A row of the city's annual table. Its code need not be a county's: 钦州港 lies in 钦南区 by code and reports for itself.
CREATE TABLE reporting_units (
    code TEXT NOT NULL PRIMARY KEY REFERENCES divisions (code) CHECK (length(code) IN (6, 9)),
    name TEXT NOT NULL UNIQUE CHECK (name <> ''),
    name_en TEXT NOT NULL UNIQUE CHECK (name_en <> ''),
    position INTEGER NOT NULL UNIQUE CHECK (position > 0),
    tile_row INTEGER NOT NULL CHECK (tile_row > 0),
    tile_column INTEGER NOT NULL CHECK (tile_column > 0),
    help_phone TEXT NOT NULL,
    UNIQUE (tile_row, tile_column)
) STRICT;

CREATE TABLE operators (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL CHECK (name <> ''),
    credit_code TEXT NOT NULL UNIQUE CHECK (length(credit_code) = 18),
    contact TEXT NOT NULL,
    phone TEXT NOT NULL,
    registered_at TEXT NOT NULL
) STRICT;

CREATE TABLE users (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    login TEXT NOT NULL UNIQUE CHECK (login <> '' AND login = lower(login)),
    name TEXT NOT NULL CHECK (name <> ''),
    role TEXT NOT NULL CHECK (role IN ('operator', 'county', 'city', 'official', 'admin')),
    unit_code TEXT REFERENCES reporting_units (code),
    operator_id INTEGER REFERENCES operators (id),
    password_hash TEXT NOT NULL,
    created_at TEXT NOT NULL,
    disabled_at TEXT,
    CONSTRAINT users_scope CHECK (
        (role = 'operator') = (operator_id IS NOT NULL)
        AND (role <> 'county' OR unit_code IS NOT NULL)
        AND (role NOT IN ('city', 'admin', 'operator') OR unit_code IS NULL)
    )
) STRICT;
CREATE INDEX users_unit ON users (unit_code);
CREATE INDEX users_operator ON users (operator_id);

CREATE TABLE sessions (
    token_hash BLOB NOT NULL PRIMARY KEY CHECK (length(token_hash) = 32),
    user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    created_at TEXT NOT NULL,
    expires_at TEXT NOT NULL
) STRICT;
CREATE INDEX sessions_user ON sessions (user_id);
CREATE INDEX sessions_expiry ON sessions (expires_at);

-- What this database was made with: the check value of the secret key.
CREATE TABLE installation (
    id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    key_check BLOB NOT NULL CHECK (length(key_check) = 32),
    made_at TEXT NOT NULL
) STRICT;

-- One answer per key of a re-sent request.
CREATE TABLE idempotency_keys (
    user_id INTEGER NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    key TEXT NOT NULL CHECK (key <> ''),
    request_digest BLOB NOT NULL CHECK (length(request_digest) = 32),
    answer TEXT NOT NULL,
    made_at TEXT NOT NULL,
    PRIMARY KEY (user_id, key)
) STRICT, WITHOUT ROWID;

-- Append-only, each event sealed with the hash of the one before it in its chain. Sixteen chains, so that writers need not
-- queue behind one head.
CREATE TABLE audit_chains (
    chain INTEGER NOT NULL PRIMARY KEY CHECK (chain BETWEEN 0 AND 15),
    length INTEGER NOT NULL CHECK (length >= 0),
    head_hash BLOB NOT NULL CHECK (length(head_hash) = 32)
) STRICT;
INSERT INTO audit_chains (chain, length, head_hash) VALUES
    (0, 0, zeroblob(32)), (1, 0, zeroblob(32)), (2, 0, zeroblob(32)), (3, 0, zeroblob(32)),
    (4, 0, zeroblob(32)), (5, 0, zeroblob(32)), (6, 0, zeroblob(32)), (7, 0, zeroblob(32)),
    (8, 0, zeroblob(32)), (9, 0, zeroblob(32)), (10, 0, zeroblob(32)), (11, 0, zeroblob(32)),
    (12, 0, zeroblob(32)), (13, 0, zeroblob(32)), (14, 0, zeroblob(32)), (15, 0, zeroblob(32));

CREATE TABLE audit_events (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    chain INTEGER NOT NULL REFERENCES audit_chains (chain),
    place INTEGER NOT NULL CHECK (place > 0),
    at TEXT NOT NULL,
    user_id INTEGER REFERENCES users (id),
    what TEXT NOT NULL CHECK (what <> ''),
    noun TEXT NOT NULL CHECK (noun <> ''),
    record_id INTEGER NOT NULL,
    detail TEXT NOT NULL,
    hash BLOB NOT NULL CHECK (length(hash) = 32),
    CONSTRAINT audit_events_place UNIQUE (chain, place)
) STRICT;
CREATE INDEX audit_events_record ON audit_events (noun, record_id);
