CREATE TABLE evidence_without_rounds (
    application_id INTEGER NOT NULL REFERENCES applications (id),
    attachment_id INTEGER NOT NULL REFERENCES attachments (id),
    role TEXT NOT NULL CHECK (role IN ('self', 'county', 'panel')),
    item_code TEXT NOT NULL CHECK (item_code <> ''),
    PRIMARY KEY (application_id, attachment_id)
) STRICT;
INSERT INTO evidence_without_rounds (application_id, attachment_id, role, item_code)
SELECT application_id, attachment_id, role, item_code FROM application_evidence WHERE item_code <> '';
DROP TABLE application_evidence;
ALTER TABLE evidence_without_rounds RENAME TO application_evidence;
CREATE INDEX application_evidence_attachment ON application_evidence (attachment_id);
