-- The poverty office's lists, what became of an exit later, revisions and batches of attributions, and the household check.

-- An announced list: one document, for one unit. Its year is that of its day.
CREATE TABLE announcements (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    document TEXT NOT NULL CHECK (document <> ''),
    announced_on TEXT NOT NULL,
    year INTEGER NOT NULL CHECK (year BETWEEN 2014 AND 2100),
    batch TEXT NOT NULL CHECK (batch IN ('first_half', 'second_half')),
    unit_code TEXT NOT NULL REFERENCES reporting_units (code),
    entered_by INTEGER REFERENCES users (id),
    entered_at TEXT NOT NULL,
    CONSTRAINT announcements_once UNIQUE (unit_code, document)
) STRICT;
CREATE INDEX announcements_year ON announcements (year, id);

INSERT INTO announcements (document, announced_on, year, batch, unit_code, entered_at)
SELECT document, MIN(announced_on), CAST(strftime('%Y', MIN(announced_on)) AS INTEGER),
    CASE WHEN CAST(strftime('%m', MIN(announced_on)) AS INTEGER) <= 6 THEN 'first_half' ELSE 'second_half' END,
    unit_code, MIN(announced_on) || ' 00:00:00'
FROM exits GROUP BY unit_code, document;
ALTER TABLE exits ADD COLUMN announcement_id INTEGER REFERENCES announcements (id);
UPDATE exits SET announcement_id =
    (SELECT a.id FROM announcements a WHERE a.unit_code = exits.unit_code AND a.document = exits.document);
CREATE INDEX exits_announcement ON exits (announcement_id, id);

-- A person is in one exit of a year, whatever became of it.
ALTER TABLE exit_members ADD COLUMN year INTEGER NOT NULL DEFAULT 0;
UPDATE exit_members SET year = (SELECT e.year FROM exits e WHERE e.id = exit_members.exit_id);
CREATE UNIQUE INDEX exit_members_once_a_year ON exit_members (person_id, year);

-- What was recorded later: the household fell back, the announcement was wrong, or the attribution was.
CREATE TABLE exit_changes (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    exit_id INTEGER NOT NULL REFERENCES exits (id),
    attribution_id INTEGER REFERENCES attributions (id),
    kind TEXT NOT NULL CHECK (kind IN ('return_to_poverty', 'revocation', 'wrong_attribution')),
    on_day TEXT NOT NULL,
    document TEXT NOT NULL,
    reason TEXT NOT NULL CHECK (reason <> ''),
    recorded_by INTEGER NOT NULL REFERENCES users (id),
    recorded_at TEXT NOT NULL,
    CONSTRAINT exit_changes_document CHECK (kind = 'wrong_attribution' OR document <> ''),
    CONSTRAINT exit_changes_attribution CHECK (kind <> 'wrong_attribution' OR attribution_id IS NOT NULL)
) STRICT;
CREATE UNIQUE INDEX exit_changes_one_end ON exit_changes (exit_id) WHERE kind <> 'wrong_attribution';
CREATE INDEX exit_changes_exit ON exit_changes (exit_id, id);
CREATE INDEX exit_changes_attributed ON exit_changes (attribution_id);

-- An exit ends once, and only by a recorded change; with it its members are free for a later one.
CREATE TRIGGER exits_end_recorded
BEFORE UPDATE OF state ON exits
WHEN NEW.state <> OLD.state
BEGIN
    SELECT RAISE(ABORT, 'an exit ends once, by a recorded change')
    WHERE OLD.state <> 'announced' OR NOT EXISTS (
        SELECT 1 FROM exit_changes WHERE exit_id = NEW.id
        AND kind = CASE NEW.state WHEN 'revoked' THEN 'revocation' ELSE 'return_to_poverty' END);
END;
CREATE TRIGGER exits_end_members
AFTER UPDATE OF state ON exits
WHEN NEW.state <> 'announced'
BEGIN
    UPDATE exit_members SET live = 0 WHERE exit_id = NEW.id;
END;

-- Only an exit that stands is attributed.
CREATE TRIGGER attributions_exit_stands
BEFORE INSERT ON attributions
WHEN NEW.live
BEGIN
    SELECT RAISE(ABORT, 'the exit does not stand')
    WHERE NOT EXISTS (SELECT 1 FROM exits WHERE id = NEW.exit_id AND state = 'announced');
END;

-- Many proposals made on one screen.
CREATE TABLE attribution_batches (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    unit_code TEXT NOT NULL REFERENCES reporting_units (code),
    division_code TEXT NOT NULL REFERENCES divisions (code),
    made_by INTEGER NOT NULL REFERENCES users (id),
    made_at TEXT NOT NULL,
    undone_by INTEGER REFERENCES users (id),
    undone_at TEXT,
    CONSTRAINT attribution_batches_undone CHECK ((undone_by IS NULL) = (undone_at IS NULL))
) STRICT;
CREATE INDEX attribution_batches_unit ON attribution_batches (unit_code, id);
CREATE INDEX attribution_batches_division ON attribution_batches (division_code);

-- The revision an attribution takes the place of, and the batch it was proposed in.
ALTER TABLE attributions ADD COLUMN replaces INTEGER REFERENCES attributions (id);
ALTER TABLE attributions ADD COLUMN batch_id INTEGER REFERENCES attribution_batches (id);
CREATE UNIQUE INDEX attributions_replaced_once ON attributions (replaces) WHERE replaces IS NOT NULL;
CREATE INDEX attributions_batch ON attributions (batch_id) WHERE batch_id IS NOT NULL;

-- What corrected a number, for the difference that stands beside it.
ALTER TABLE tally_events ADD COLUMN change_id INTEGER REFERENCES exit_changes (id);
CREATE INDEX tally_events_change ON tally_events (change_id) WHERE change_id IS NOT NULL;
CREATE INDEX tally_events_corrected ON tally_events (year, basis, change_id) WHERE change_id IS NOT NULL;

-- Poverty lines by year: yuan a head and year, in fen.
CREATE TABLE income_lines (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    year INTEGER NOT NULL CHECK (year BETWEEN 2010 AND 2100),
    kind TEXT NOT NULL CHECK (kind IN ('exit', 'monitoring')),
    authority TEXT NOT NULL CHECK (authority <> ''),
    amount_fen INTEGER NOT NULL CHECK (amount_fen > 0),
    document TEXT NOT NULL CHECK (document <> ''),
    CONSTRAINT income_lines_once UNIQUE (year, kind)
) STRICT;

-- 八有一超: the nine criteria of a household's exit, in versions by year.
CREATE TABLE exit_criteria (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    from_year INTEGER NOT NULL CONSTRAINT exit_criteria_year UNIQUE CHECK (from_year BETWEEN 2014 AND 2100),
    name TEXT NOT NULL CHECK (name <> ''),
    source TEXT NOT NULL CHECK (source <> '')
) STRICT;
CREATE TABLE exit_criteria_items (
    criteria_id INTEGER NOT NULL REFERENCES exit_criteria (id),
    place INTEGER NOT NULL CHECK (place BETWEEN 1 AND 9),
    label TEXT NOT NULL CHECK (label <> ''),
    rule TEXT NOT NULL,
    PRIMARY KEY (criteria_id, place)
) STRICT;

-- What was found of a household, signed by the officer and by its head. A later one takes the place of an earlier.
CREATE TABLE household_checks (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    exit_id INTEGER NOT NULL REFERENCES exits (id),
    criteria_id INTEGER NOT NULL REFERENCES exit_criteria (id),
    income_fen INTEGER NOT NULL,
    persons INTEGER NOT NULL CHECK (persons > 0),
    officer TEXT NOT NULL CHECK (officer <> ''),
    officer_on TEXT NOT NULL,
    head_on TEXT NOT NULL,
    live INTEGER NOT NULL CHECK (live IN (0, 1)),
    recorded_by INTEGER NOT NULL REFERENCES users (id),
    recorded_at TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX household_checks_one_live ON household_checks (exit_id) WHERE live;
CREATE INDEX household_checks_exit ON household_checks (exit_id, id);
CREATE INDEX household_checks_criteria ON household_checks (criteria_id);
CREATE TABLE household_check_results (
    check_id INTEGER NOT NULL REFERENCES household_checks (id),
    place INTEGER NOT NULL CHECK (place BETWEEN 1 AND 9),
    met INTEGER NOT NULL CHECK (met IN (0, 1)),
    PRIMARY KEY (check_id, place)
) STRICT;

INSERT INTO income_lines (year, kind, authority, amount_fen, document) VALUES
    (2014, 'exit', '国家', 295200, '2014—2017 年退出查验口径（据公开报道，文号待补）'),
    (2015, 'exit', '国家', 295200, '2014—2017 年退出查验口径（据公开报道，文号待补）'),
    (2016, 'exit', '国家', 295200, '2014—2017 年退出查验口径（据公开报道，文号待补）'),
    (2017, 'exit', '国家', 295200, '2014—2017 年退出查验口径（据公开报道，文号待补）'),
    (2018, 'exit', '国家', 353500, '按年增 6% 的扶贫部门口径（构造值，文号待补）'),
    (2019, 'exit', '国家', 321800, '2019 年国家扶贫标准（据公开报道，文号待补）'),
    (2020, 'exit', '国家', 400000, '2020 年国家扶贫标准（据公开报道，文号待补）');

INSERT INTO exit_criteria (id, from_year, name, source) VALUES
    (1, 2014, '八有一超（2016 年文本）', '自治区贫困户脱贫摘帽“八有一超”标准（据公开报道整理，文号待补）'),
    (2, 2017, '八有一超（2017 年双认定表）', '2017 年双认定验收表（据公开系统整理，文号待补）'),
    (3, 2018, '八有一超（2018 年文本）', '2018 年“八有一超”文本（据公开报道整理，文号待补）');
INSERT INTO exit_criteria_items (criteria_id, place, label, rule) VALUES
    (1, 1, '有收入来源或低保', '有稳定收入来源，或纳入最低生活保障'),
    (1, 2, '有住房保障', '有稳固住房'),
    (1, 3, '有基本医疗保障', '家庭成员参加基本医疗保险'),
    (1, 4, '有义务教育保障', '适龄成员接受义务教育'),
    (1, 5, '有路通自然村', '所在自然村通路'),
    (1, 6, '有饮用水', '有饮用水'),
    (1, 7, '有电用', '家中通电'),
    (1, 8, '有电视看', '家中能看电视'),
    (1, 9, '收入超过国家标准', '家庭年人均纯收入超过国家扶贫标准'),
    (2, 1, '有收入来源', '人均耕地、林地或山地达到标准并有稳定收入，或有门面、规模养殖，或有成员务工半年以上或自主创业；无劳动能力的 A、B 类低保可计；且不愁吃穿'),
    (2, 2, '有住房保障', '住房安全等级 A 或 B 级，人均 13 平方米以上；搬迁户已交钥匙'),
    (2, 3, '有基本医疗保障', '全员参加基本医疗和大病保险'),
    (2, 4, '有义务教育保障', '无因贫辍学；孩子不愿上学的有三方签字'),
    (2, 5, '有安全饮水', '每人每天 35 升以上，取水往返 20 分钟以内，保证率 90% 以上'),
    (2, 6, '有路通村屯', '20 户以上自然村通砂石以上道路，宽 3.5 米以上'),
    (2, 7, '有电用', '家中通生活用电'),
    (2, 8, '有电视看', '有电视机、电脑或智能手机'),
    (2, 9, '收入超过国家标准', '人均纯收入超过当年标准；基础养老金、C 类低保、一次性救助不计'),
    (3, 1, '有稳定收入来源且吃穿不愁', '有稳定收入来源，吃穿不愁'),
    (3, 2, '有住房保障', '住房安全'),
    (3, 3, '有基本医疗保障', '全员参加基本医疗保险'),
    (3, 4, '有义务教育保障', '无因贫辍学'),
    (3, 5, '有安全饮水', '饮水安全'),
    (3, 6, '有路通村屯', '村屯通路'),
    (3, 7, '有电用', '家中通生活用电'),
    (3, 8, '有电视看', '能看电视'),
    (3, 9, '收入稳定超过国家标准', '家庭年人均纯收入稳定超过国家扶贫标准');
