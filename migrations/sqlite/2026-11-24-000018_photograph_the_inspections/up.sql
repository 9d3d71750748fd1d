-- The panel's photos belong to the inspection of a round; one may show the whole of it and no item.
CREATE TABLE evidence_with_rounds (
    application_id INTEGER NOT NULL REFERENCES applications (id),
    attachment_id INTEGER NOT NULL REFERENCES attachments (id),
    role TEXT NOT NULL CHECK (role IN ('self', 'county', 'panel')),
    item_code TEXT NOT NULL CHECK (item_code <> '' OR role = 'panel'),
    round INTEGER CHECK (round > 0),
    PRIMARY KEY (application_id, attachment_id),
    CHECK ((round IS NOT NULL) = (role = 'panel'))
) STRICT;
INSERT INTO evidence_with_rounds (application_id, attachment_id, role, item_code, round)
SELECT application_id, attachment_id, role, item_code, CASE role WHEN 'panel' THEN 1 END FROM application_evidence;
DROP TABLE application_evidence;
ALTER TABLE evidence_with_rounds RENAME TO application_evidence;
CREATE INDEX application_evidence_attachment ON application_evidence (attachment_id);
