//! The main navigation: what the reader's role may use.

use serde::Serialize;

use crate::desk::imports;
use crate::domain::access::{Act, Actor};

/// A link of the navigation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Link {
    /// The catalogue key of its words.
    pub key: &'static str,
    /// Where it leads.
    pub href: &'static str,
    /// Whether the reader is there.
    pub here: bool,
}

const PUBLIC: &[(&str, &str)] = &[
    ("nav-start", "/"),
    ("nav-register", "/register"),
    ("nav-notices", "/notices"),
    ("nav-open-tallies", "/open/tallies"),
];

/// Where files are taken in: for whoever may import anything, whatever it is.
const IMPORTS: (&str, &str) = ("nav-imports", "/imports");

/// Each place with the acts of which one is enough to use it.
const SIGNED_IN: &[(&str, &str, &[Act])] = &[
    ("nav-home", "/", &[]),
    ("nav-sites", "/sites", &[Act::ReadSites]),
    ("nav-applications", "/applications", &[Act::SubmitApplication, Act::AcceptApplication]),
    ("nav-ratings", "/ratings", &[Act::ReadSites]),
    ("nav-sheets", "/sheets", &[Act::ManageStandards]),
    ("nav-calendar", "/calendar", &[Act::ManageStandards]),
    ("nav-exit-criteria", "/exit-criteria", &[Act::ManageStandards]),
    ("nav-hires", "/hires", &[Act::ReportHire, Act::ReadHouseholds]),
    ("nav-households", "/households", &[Act::ReadHouseholds]),
    ("nav-exits", "/exits", &[Act::ReadExits]),
    ("nav-tallies", "/tallies", &[Act::ReadTallies]),
];

/// Pages that one is led to from a page of the navigation, and belong to it.
const LED_TO: &[(&str, &str)] = &[
    ("/attribution", "/exits"),
    ("/announcements", "/exits"),
    ("/evidence", "/exits"),
    ("/programmes", "/exits"),
    ("/rectifications", "/ratings"),
    ("/snapshots", "/tallies"),
    ("/figures", "/tallies"),
    ("/targets", "/tallies"),
    ("/benefits", "/tallies"),
    ("/sample-", "/tallies"),
    ("/income-lines", "/exit-criteria"),
];

/// The links for a reader on a page.
pub(super) fn of(actor: Option<&Actor>, path: &str) -> Vec<Link> {
    let link = |key, href| Link { key, href, here: is_at(path, href) };
    let Some(actor) = actor else {
        return PUBLIC.iter().map(|(key, href)| link(key, href)).collect();
    };
    let may = |acts: &[Act]| acts.is_empty() || acts.iter().any(|act| actor.may(*act));
    let places = SIGNED_IN.iter().filter(|(_, _, acts)| may(acts)).map(|(key, href, _)| (*key, *href));
    let imports = (!imports::nouns(actor).is_empty()).then_some(IMPORTS);
    places.chain(imports).map(|(key, href)| link(key, href)).collect()
}

fn is_at(path: &str, href: &str) -> bool {
    let path = LED_TO.iter().find(|(from, _)| path.starts_with(from)).map_or(path, |(_, to)| to);
    if href == "/" {
        path == "/"
    } else {
        path.strip_prefix(href).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::access::Role;
    use crate::domain::ids::UserId;

    fn keys(role: Role) -> Vec<&'static str> {
        let actor = Actor { user: UserId(1), name: String::new(), role, unit: None, operator: None };
        of(Some(&actor), "/sites/7").into_iter().map(|link| link.key).collect()
    }

    #[test]
    fn an_operator_is_not_led_to_the_register_of_households() {
        assert_eq!(
            keys(Role::Operator),
            ["nav-home", "nav-sites", "nav-applications", "nav-ratings", "nav-hires"]
        );
        assert!(keys(Role::County).contains(&"nav-households"));
    }

    #[test]
    fn whoever_may_import_anything_is_led_there() {
        for (role, may) in [
            (Role::Operator, false),
            (Role::County, true),
            (Role::City, true),
            (Role::Official, false),
            (Role::Admin, true),
        ] {
            assert_eq!(keys(role).contains(&"nav-imports"), may, "{role}");
        }
    }

    #[test]
    fn a_record_lies_under_its_list() {
        assert!(is_at("/sites/7", "/sites"));
        assert!(!is_at("/sitesx", "/sites"));
        assert!(is_at("/figures/3", "/tallies"));
        assert!(!is_at("/sites", "/"));
    }
}
