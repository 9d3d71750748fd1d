-- What the long procedure adds: the pledge, evidence for items, the one notice of everything to complete, inspections, public
-- notices with objections, approvals. A round ends with a decision; an upheld objection begins the next.

ALTER TABLE applications ADD COLUMN round INTEGER NOT NULL DEFAULT 1 CHECK (round > 0);
ALTER TABLE applications ADD COLUMN pledged_by TEXT NOT NULL DEFAULT '';
ALTER TABLE applications ADD COLUMN pledged_at TEXT;

-- Who had a hand in an application, and which: whoever scored it neither inspects nor decides it.
CREATE TABLE application_hands (
    application_id INTEGER NOT NULL REFERENCES applications (id),
    user_id INTEGER NOT NULL REFERENCES users (id),
    hand TEXT NOT NULL CHECK (hand IN ('scorer', 'inspector', 'decider')),
    PRIMARY KEY (application_id, user_id)
) STRICT;
CREATE INDEX application_hands_user ON application_hands (user_id);

-- Photos and papers for an item: the operator's beside the self-assessment, the panel's from the inspection.
CREATE TABLE application_evidence (
    application_id INTEGER NOT NULL REFERENCES applications (id),
    attachment_id INTEGER NOT NULL REFERENCES attachments (id),
    role TEXT NOT NULL CHECK (role IN ('self', 'county', 'panel')),
    item_code TEXT NOT NULL CHECK (item_code <> ''),
    PRIMARY KEY (application_id, attachment_id)
) STRICT;
CREATE INDEX application_evidence_attachment ON application_evidence (attachment_id);

-- 一次性告知书: everything to complete, told once. The step is the return it came with.
CREATE TABLE completion_items (
    step_id INTEGER NOT NULL REFERENCES application_steps (id),
    position INTEGER NOT NULL CHECK (position > 0),
    about TEXT NOT NULL CHECK (about <> ''),
    remedy TEXT NOT NULL CHECK (remedy <> ''),
    PRIMARY KEY (step_id, position)
) STRICT;

CREATE TABLE inspections (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    application_id INTEGER NOT NULL REFERENCES applications (id),
    round INTEGER NOT NULL CHECK (round > 0),
    inspected_on TEXT NOT NULL,
    place TEXT NOT NULL CHECK (place <> ''),
    notes TEXT NOT NULL,
    recorded_by INTEGER NOT NULL REFERENCES users (id),
    recorded_at TEXT NOT NULL,
    CONSTRAINT inspections_round UNIQUE (application_id, round)
) STRICT;

-- The named inspectors; one without a login is an expert from elsewhere.
CREATE TABLE inspectors (
    inspection_id INTEGER NOT NULL REFERENCES inspections (id),
    position INTEGER NOT NULL CHECK (position > 0),
    user_id INTEGER REFERENCES users (id),
    name TEXT NOT NULL CHECK (name <> ''),
    organisation TEXT NOT NULL CHECK (organisation <> ''),
    PRIMARY KEY (inspection_id, position),
    CONSTRAINT inspectors_once UNIQUE (inspection_id, name, organisation)
) STRICT;

-- One decision a round. `basis` keeps the answers and facts it was computed from, so that it can be computed again for ever.
CREATE TABLE decisions_of_rounds (
    application_id INTEGER NOT NULL REFERENCES applications (id),
    round INTEGER NOT NULL CHECK (round > 0),
    score_column TEXT NOT NULL CHECK (score_column IN ('county', 'panel')),
    level TEXT NOT NULL CHECK (level IN ('county', 'city', 'region')),
    reached_star INTEGER NOT NULL CHECK (reached_star BETWEEN 0 AND 5),
    awarded_star INTEGER CHECK (awarded_star BETWEEN 1 AND 5),
    total_hundredths INTEGER NOT NULL CHECK (total_hundredths >= 0),
    basis TEXT NOT NULL,
    reason TEXT NOT NULL,
    decided_by INTEGER REFERENCES users (id),
    decided_at TEXT NOT NULL,
    PRIMARY KEY (application_id, round),
    CONSTRAINT decisions_never_above_reached CHECK (awarded_star IS NULL OR awarded_star <= reached_star)
) STRICT;
INSERT INTO decisions_of_rounds
    SELECT application_id, 1, 'county', 'county', reached_star, awarded_star, total_hundredths, '', reason, decided_by, decided_at
    FROM decisions;
DROP TABLE decisions;
ALTER TABLE decisions_of_rounds RENAME TO decisions;

CREATE TABLE public_notices (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    application_id INTEGER NOT NULL REFERENCES applications (id),
    round INTEGER NOT NULL CHECK (round > 0),
    number TEXT NOT NULL CONSTRAINT public_notices_number UNIQUE,
    body TEXT NOT NULL CHECK (body <> ''),
    opened_on TEXT NOT NULL,
    closes_on TEXT NOT NULL,
    opened_by INTEGER NOT NULL REFERENCES users (id),
    opened_at TEXT NOT NULL,
    revision INTEGER NOT NULL,
    CONSTRAINT public_notices_round UNIQUE (application_id, round),
    CONSTRAINT public_notices_days CHECK (closes_on > opened_on)
) STRICT;

-- Who objects is encrypted: only those who answer may read it. The key is the form's, by which a form sent twice is recognised.
CREATE TABLE objections (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    notice_id INTEGER NOT NULL REFERENCES public_notices (id),
    receipt TEXT NOT NULL CONSTRAINT objections_receipt UNIQUE,
    form_key TEXT NOT NULL CONSTRAINT objections_form_key UNIQUE CHECK (form_key <> ''),
    form_digest BLOB NOT NULL CHECK (length(form_digest) = 32),
    objector_cipher BLOB NOT NULL,
    text TEXT NOT NULL CHECK (text <> ''),
    attachment_id INTEGER REFERENCES attachments (id),
    filed_at TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('open', 'upheld', 'dismissed')),
    answer TEXT NOT NULL,
    answered_by INTEGER REFERENCES users (id),
    answered_at TEXT,
    revision INTEGER NOT NULL,
    CONSTRAINT objections_answered CHECK ((state = 'open') = (answered_at IS NULL)),
    CONSTRAINT objections_reasoned CHECK (state = 'open' OR answer <> '')
) STRICT;
CREATE INDEX objections_notice ON objections (notice_id, state);
CREATE INDEX objections_attachment ON objections (attachment_id);

-- The document by which the competent level approves the award.
CREATE TABLE approvals (
    application_id INTEGER NOT NULL PRIMARY KEY REFERENCES applications (id),
    level TEXT NOT NULL CHECK (level IN ('county', 'city', 'region')),
    document TEXT NOT NULL CHECK (document <> ''),
    approved_on TEXT NOT NULL,
    recorded_by INTEGER NOT NULL REFERENCES users (id),
    recorded_at TEXT NOT NULL
) STRICT;
