-- What the older table has no place for is lost: papers, money, the order, and that a version holds in later years.
CREATE TABLE evidence_rules_of_years (
    year INTEGER NOT NULL PRIMARY KEY CHECK (year BETWEEN 2014 AND 2100),
    employment_months INTEGER NOT NULL CHECK (employment_months BETWEEN 1 AND 24),
    source TEXT NOT NULL CHECK (source <> '')
);
INSERT INTO evidence_rules_of_years (year, employment_months, source)
SELECT r.from_year, p.months, r.document FROM evidence_rules r
JOIN evidence_rule_pathways p ON p.rule_id = r.id AND p.pathway = 'employment'
WHERE r.id = (SELECT MAX(o.id) FROM evidence_rules o WHERE o.from_year = r.from_year);
DROP TABLE evidence_rule_papers;
DROP TABLE evidence_rule_pathways;
DROP TABLE evidence_rules;
DROP FUNCTION evidence_rules_unused();
DROP FUNCTION evidence_rules_unused_part();
DROP FUNCTION evidence_rules_stay();
ALTER INDEX evidence_rules_of_years_pkey RENAME TO evidence_rules_pkey;
ALTER TABLE evidence_rules_of_years RENAME TO evidence_rules;
