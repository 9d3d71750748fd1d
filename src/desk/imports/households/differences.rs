//! What of a member a file says otherwise, in the words of its own columns.

use crate::domain::codes::Code;
use crate::domain::household::Relation;
use crate::domain::identity::PersonName;
use crate::domain::import::{Change, word};
use crate::domain::person::Facts;
use crate::store::households::Member;

/// The word files have for a member of a closed list.
pub(super) fn word_of<C: Code>(code: C) -> &'static str {
    word(C::LIST, code.code())
}

fn said<C: Code>(code: Option<C>) -> &'static str {
    code.map_or("", word_of)
}

/// What becomes another value.
pub(super) fn differences(
    was: &Member,
    (name, relation, facts): (&PersonName, Relation, &Facts),
) -> Vec<Change> {
    let known = was.facts();
    let mut changes = Vec::new();
    let mut note = |column: &'static str, was: &str, becomes: &str| {
        if was != becomes {
            changes.push(Change { column, was: was.to_owned(), becomes: becomes.to_owned() });
        }
    };
    note("姓名", was.name.as_str(), name.as_str());
    note("与户主关系", word_of(was.relation), word_of(relation));
    note("民族", said(known.nation), said(facts.nation));
    note("文化程度", said(known.education), said(facts.education));
    note("在校生状况", said(known.schooling), said(facts.schooling));
    note("健康状况", said(known.health), said(facts.health));
    note("劳动能力", said(known.labour), said(facts.labour));
    note("务工地点", said(known.work_place), said(facts.work_place));
    note("务工单位", &known.employer, &facts.employer);
    let months = |facts: &Facts| facts.months_worked.map(|n| n.number().to_string()).unwrap_or_default();
    note("年内务工月数", &months(&known), &months(facts));
    changes
}
