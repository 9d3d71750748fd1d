-- Papers (contracts, lists, certificates, photographs) that lie with the records exits rest on, and what became of their files.

-- What was found wrong with a file when it was last looked at; nothing once it was found sound again.
ALTER TABLE attachments ADD COLUMN fault TEXT CHECK (fault IN ('missing', 'changed'));
ALTER TABLE attachments ADD COLUMN checked_at TEXT;
CREATE INDEX attachments_faulty ON attachments (id) WHERE fault IS NOT NULL;

-- A paper lies with one record, and is withdrawn with a reason, never removed.
CREATE TABLE evidence_papers (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    hire_id INTEGER REFERENCES hires (id),
    attendance_id INTEGER REFERENCES course_attendances (id),
    benefit_id INTEGER REFERENCES project_benefits (id),
    payment_id INTEGER REFERENCES programme_payments (id),
    business_id INTEGER REFERENCES own_businesses (id),
    measure_id INTEGER REFERENCES non_tourism_measures (id),
    course_id INTEGER REFERENCES courses (id),
    project_id INTEGER REFERENCES projects (id),
    programme_id INTEGER REFERENCES programmes (id),
    kind TEXT NOT NULL CHECK (kind IN ('contract', 'wage_slip', 'bank_record', 'certificate', 'placement', 'agreement',
        'payment_list', 'licence', 'support', 'listing', 'photo', 'other')),
    attachment_id INTEGER NOT NULL REFERENCES attachments (id),
    added_by INTEGER REFERENCES users (id),
    added_at TEXT NOT NULL,
    withdrawn_by INTEGER REFERENCES users (id),
    withdrawn_at TEXT,
    withdrawn_reason TEXT NOT NULL DEFAULT '',
    CONSTRAINT evidence_papers_one_record CHECK (
        (hire_id IS NOT NULL) + (attendance_id IS NOT NULL) + (benefit_id IS NOT NULL) + (payment_id IS NOT NULL) + (business_id IS NOT NULL)
        + (measure_id IS NOT NULL) + (course_id IS NOT NULL) + (project_id IS NOT NULL) + (programme_id IS NOT NULL) = 1
    ),
    CONSTRAINT evidence_papers_withdrawn CHECK (
        (withdrawn_by IS NOT NULL) = (withdrawn_at IS NOT NULL) AND (withdrawn_reason <> '') = (withdrawn_at IS NOT NULL)
    )
) STRICT;
CREATE INDEX evidence_papers_hire ON evidence_papers (hire_id) WHERE hire_id IS NOT NULL;
CREATE INDEX evidence_papers_attendance ON evidence_papers (attendance_id) WHERE attendance_id IS NOT NULL;
CREATE INDEX evidence_papers_benefit ON evidence_papers (benefit_id) WHERE benefit_id IS NOT NULL;
CREATE INDEX evidence_papers_payment ON evidence_papers (payment_id) WHERE payment_id IS NOT NULL;
CREATE INDEX evidence_papers_business ON evidence_papers (business_id) WHERE business_id IS NOT NULL;
CREATE INDEX evidence_papers_measure ON evidence_papers (measure_id) WHERE measure_id IS NOT NULL;
CREATE INDEX evidence_papers_course ON evidence_papers (course_id) WHERE course_id IS NOT NULL;
CREATE INDEX evidence_papers_project ON evidence_papers (project_id) WHERE project_id IS NOT NULL;
CREATE INDEX evidence_papers_programme ON evidence_papers (programme_id) WHERE programme_id IS NOT NULL;
CREATE INDEX evidence_papers_attachment ON evidence_papers (attachment_id);

-- What a change must name, so that nobody writes over what somebody else just changed.
ALTER TABLE courses ADD COLUMN revision INTEGER NOT NULL DEFAULT 0;
ALTER TABLE projects ADD COLUMN revision INTEGER NOT NULL DEFAULT 0;
ALTER TABLE programmes ADD COLUMN revision INTEGER NOT NULL DEFAULT 0;

-- A record taken off its list stays, for the attributions that once rested on it.
ALTER TABLE course_attendances ADD COLUMN revision INTEGER NOT NULL DEFAULT 0;
ALTER TABLE course_attendances ADD COLUMN removed_by INTEGER REFERENCES users (id);
ALTER TABLE course_attendances ADD COLUMN removed_at TEXT;
ALTER TABLE course_attendances ADD COLUMN removed_reason TEXT NOT NULL DEFAULT ''
    CHECK ((removed_by IS NOT NULL) = (removed_at IS NOT NULL) AND (removed_reason <> '') = (removed_at IS NOT NULL));
ALTER TABLE project_benefits ADD COLUMN revision INTEGER NOT NULL DEFAULT 0;
ALTER TABLE project_benefits ADD COLUMN removed_by INTEGER REFERENCES users (id);
ALTER TABLE project_benefits ADD COLUMN removed_at TEXT;
ALTER TABLE project_benefits ADD COLUMN removed_reason TEXT NOT NULL DEFAULT ''
    CHECK ((removed_by IS NOT NULL) = (removed_at IS NOT NULL) AND (removed_reason <> '') = (removed_at IS NOT NULL));
ALTER TABLE programme_payments ADD COLUMN revision INTEGER NOT NULL DEFAULT 0;
ALTER TABLE programme_payments ADD COLUMN removed_by INTEGER REFERENCES users (id);
ALTER TABLE programme_payments ADD COLUMN removed_at TEXT;
ALTER TABLE programme_payments ADD COLUMN removed_reason TEXT NOT NULL DEFAULT ''
    CHECK ((removed_by IS NOT NULL) = (removed_at IS NOT NULL) AND (removed_reason <> '') = (removed_at IS NOT NULL));
ALTER TABLE own_businesses ADD COLUMN revision INTEGER NOT NULL DEFAULT 0;
ALTER TABLE own_businesses ADD COLUMN removed_by INTEGER REFERENCES users (id);
ALTER TABLE own_businesses ADD COLUMN removed_at TEXT;
ALTER TABLE own_businesses ADD COLUMN removed_reason TEXT NOT NULL DEFAULT ''
    CHECK ((removed_by IS NOT NULL) = (removed_at IS NOT NULL) AND (removed_reason <> '') = (removed_at IS NOT NULL));
ALTER TABLE non_tourism_measures ADD COLUMN revision INTEGER NOT NULL DEFAULT 0;
ALTER TABLE non_tourism_measures ADD COLUMN removed_by INTEGER REFERENCES users (id);
ALTER TABLE non_tourism_measures ADD COLUMN removed_at TEXT;
ALTER TABLE non_tourism_measures ADD COLUMN removed_reason TEXT NOT NULL DEFAULT ''
    CHECK ((removed_by IS NOT NULL) = (removed_at IS NOT NULL) AND (removed_reason <> '') = (removed_at IS NOT NULL));

-- These belong to no course or project: they stay with the unit that recorded them, wherever the person moves.
ALTER TABLE own_businesses ADD COLUMN unit_code TEXT REFERENCES reporting_units (code);
UPDATE own_businesses SET unit_code = (SELECT h.unit_code FROM memberships m JOIN households h ON h.id = m.household_id
    WHERE m.person_id = own_businesses.person_id ORDER BY m.id DESC LIMIT 1);
CREATE INDEX own_businesses_unit ON own_businesses (unit_code, id);
ALTER TABLE non_tourism_measures ADD COLUMN unit_code TEXT REFERENCES reporting_units (code);
UPDATE non_tourism_measures SET unit_code = (SELECT h.unit_code FROM memberships m JOIN households h ON h.id = m.household_id
    WHERE m.person_id = non_tourism_measures.person_id ORDER BY m.id DESC LIMIT 1);
CREATE INDEX non_tourism_measures_unit ON non_tourism_measures (unit_code, id);
