DELETE FROM application_evidence WHERE item_code = '';
ALTER TABLE application_evidence DROP CONSTRAINT application_evidence_item_code_check;
ALTER TABLE application_evidence ADD CONSTRAINT application_evidence_item_code_check CHECK (item_code <> '');
ALTER TABLE application_evidence DROP CONSTRAINT application_evidence_round_of_panel;
ALTER TABLE application_evidence DROP COLUMN round;
