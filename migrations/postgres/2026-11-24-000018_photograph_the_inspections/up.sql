-- The panel's photos belong to the inspection of a round; one may show the whole of it and no item.
ALTER TABLE application_evidence ADD COLUMN round INTEGER CHECK (round > 0);
UPDATE application_evidence SET round = 1 WHERE role = 'panel';
ALTER TABLE application_evidence DROP CONSTRAINT application_evidence_item_code_check;
ALTER TABLE application_evidence ADD CONSTRAINT application_evidence_item_code_check
    CHECK (item_code <> '' OR role = 'panel');
ALTER TABLE application_evidence ADD CONSTRAINT application_evidence_round_of_panel
    CHECK ((round IS NOT NULL) = (role = 'panel'));
