-- What evidence must show, by pathway: months, money and papers, and the order pathways are suggested in. Dated, with its document.

ALTER TABLE evidence_rules RENAME TO evidence_rules_of_years;

-- A version holds from a year on, or for one year only. Of several that hold in a year the one from the latest year counts, and
-- of those the newest.
CREATE TABLE evidence_rules (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    from_year INTEGER NOT NULL CHECK (from_year BETWEEN 2014 AND 2100),
    to_year INTEGER CHECK (to_year IS NULL OR to_year = from_year),
    document TEXT NOT NULL CHECK (document <> ''),
    recorded_by INTEGER REFERENCES users (id),
    recorded_at TEXT NOT NULL
) STRICT;
CREATE INDEX evidence_rules_from ON evidence_rules (from_year, id);

-- What a version asks of a pathway: whole months and money at least (0: none), and the pathway's place in the order.
CREATE TABLE evidence_rule_pathways (
    rule_id INTEGER NOT NULL REFERENCES evidence_rules (id),
    pathway TEXT NOT NULL CHECK (pathway IN
        ('employment', 'village_industry', 'training', 'major_project', 'self_start', 'non_tourism')),
    place INTEGER NOT NULL CHECK (place BETWEEN 1 AND 6),
    months INTEGER NOT NULL CHECK (months BETWEEN 0 AND 24),
    amount_fen INTEGER NOT NULL CHECK (amount_fen >= 0),
    PRIMARY KEY (rule_id, pathway),
    CONSTRAINT evidence_rule_pathways_place UNIQUE (rule_id, place),
    CONSTRAINT evidence_rule_pathways_months CHECK (
        (months = 0 OR pathway IN ('employment', 'training', 'self_start')) AND (months > 0 OR pathway <> 'employment')
    ),
    CONSTRAINT evidence_rule_pathways_amount CHECK (amount_fen = 0 OR pathway <> 'training')
) STRICT;

-- The kinds of papers it asks for.
CREATE TABLE evidence_rule_papers (
    rule_id INTEGER NOT NULL,
    pathway TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('contract', 'wage_slip', 'bank_record', 'certificate', 'placement', 'agreement',
        'payment_list', 'licence', 'support', 'listing', 'photo', 'other')),
    need TEXT NOT NULL CHECK (need IN ('required', 'expected')),
    PRIMARY KEY (rule_id, pathway, kind),
    FOREIGN KEY (rule_id, pathway) REFERENCES evidence_rule_pathways (rule_id, pathway)
) STRICT;

INSERT INTO evidence_rules (from_year, to_year, document, recorded_at)
SELECT year, year, source, '2026-11-24 00:00:00' FROM evidence_rules_of_years ORDER BY year;
INSERT INTO evidence_rule_pathways (rule_id, pathway, place, months, amount_fen)
SELECT r.id, p.pathway, p.place, CASE p.pathway WHEN 'employment' THEN o.employment_months ELSE 0 END, 0
FROM evidence_rules r JOIN evidence_rules_of_years o ON o.year = r.from_year
CROSS JOIN (SELECT 'employment' AS pathway, 1 AS place UNION ALL SELECT 'self_start', 2 UNION ALL SELECT 'village_industry', 3
    UNION ALL SELECT 'major_project', 4 UNION ALL SELECT 'training', 5 UNION ALL SELECT 'non_tourism', 6) p;
DROP TABLE evidence_rules_of_years;

-- A version never changes, and none begins to hold in a year of which an exit was attributed: it was judged by what held then.
CREATE TRIGGER evidence_rules_unused BEFORE INSERT ON evidence_rules
BEGIN
    SELECT RAISE(ABORT, 'exits of its years are attributed')
    WHERE EXISTS (SELECT 1 FROM attributions WHERE year >= NEW.from_year AND (NEW.to_year IS NULL OR year <= NEW.to_year));
END;
CREATE TRIGGER evidence_rules_change BEFORE UPDATE ON evidence_rules
BEGIN
    SELECT RAISE(ABORT, 'a version of the rules of evidence never changes');
END;
CREATE TRIGGER evidence_rules_stay BEFORE DELETE ON evidence_rules
BEGIN
    SELECT RAISE(ABORT, 'a version of the rules of evidence never changes');
END;
CREATE TRIGGER evidence_rule_pathways_unused BEFORE INSERT ON evidence_rule_pathways
BEGIN
    SELECT RAISE(ABORT, 'exits of its years are attributed')
    WHERE EXISTS (SELECT 1 FROM evidence_rules r JOIN attributions a ON a.year >= r.from_year
        AND (r.to_year IS NULL OR a.year <= r.to_year) WHERE r.id = NEW.rule_id);
END;
CREATE TRIGGER evidence_rule_pathways_change BEFORE UPDATE ON evidence_rule_pathways
BEGIN
    SELECT RAISE(ABORT, 'a version of the rules of evidence never changes');
END;
CREATE TRIGGER evidence_rule_pathways_stay BEFORE DELETE ON evidence_rule_pathways
BEGIN
    SELECT RAISE(ABORT, 'a version of the rules of evidence never changes');
END;
CREATE TRIGGER evidence_rule_papers_unused BEFORE INSERT ON evidence_rule_papers
BEGIN
    SELECT RAISE(ABORT, 'exits of its years are attributed')
    WHERE EXISTS (SELECT 1 FROM evidence_rules r JOIN attributions a ON a.year >= r.from_year
        AND (r.to_year IS NULL OR a.year <= r.to_year) WHERE r.id = NEW.rule_id);
END;
CREATE TRIGGER evidence_rule_papers_change BEFORE UPDATE ON evidence_rule_papers
BEGIN
    SELECT RAISE(ABORT, 'a version of the rules of evidence never changes');
END;
CREATE TRIGGER evidence_rule_papers_stay BEFORE DELETE ON evidence_rule_papers
BEGIN
    SELECT RAISE(ABORT, 'a version of the rules of evidence never changes');
END;
