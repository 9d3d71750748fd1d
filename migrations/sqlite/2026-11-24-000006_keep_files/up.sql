-- Files people add as evidence. The content lies in the data directory under its SHA-256; the row says what it was when it came.
-- Who may open a file is decided where it is attached.

CREATE TABLE attachments (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    sha256 BLOB NOT NULL CHECK (length(sha256) = 32),
    media_type TEXT NOT NULL CHECK (media_type IN ('jpeg', 'png', 'webp', 'pdf')),
    bytes INTEGER NOT NULL CHECK (bytes > 0),
    name TEXT NOT NULL CHECK (name <> ''),
    uploaded_by INTEGER REFERENCES users (id),
    uploaded_at TEXT NOT NULL
) STRICT;
CREATE INDEX attachments_content ON attachments (sha256);

-- The licences a site works under; a renewed one is a new row beside the old.
CREATE TABLE licences (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    site_id INTEGER NOT NULL REFERENCES sites (id),
    kind TEXT NOT NULL CHECK (kind IN ('business', 'hygiene', 'fire_safety', 'special_trade', 'food')),
    number TEXT NOT NULL CHECK (number <> ''),
    valid_until TEXT,
    attachment_id INTEGER REFERENCES attachments (id),
    recorded_by INTEGER REFERENCES users (id),
    recorded_at TEXT NOT NULL,
    revision INTEGER NOT NULL,
    CONSTRAINT licences_once UNIQUE (site_id, kind, number)
) STRICT;
CREATE INDEX licences_attachment ON licences (attachment_id);
