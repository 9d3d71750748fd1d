//! Villages as files name them: by code, or by the names of township and village, in columns or in the title.

use std::collections::HashMap;

use crate::desk::{Result, Rx};
use crate::domain::access::Scope;
use crate::domain::division::{DivisionCode, UnitCode, reporting_unit};
use crate::domain::import::{Fields, shown};
use crate::domain::refusal::Message;
use crate::store::divisions::{self, Village};

/// A village with the unit it reports to.
#[derive(Debug, Clone)]
pub(super) struct Located {
    /// Its code.
    pub division: DivisionCode,
    /// Its name.
    pub name: String,
    /// Its township's name.
    pub township: String,
    /// The unit.
    pub unit: UnitCode,
}

/// Every village of the city.
pub(super) struct Places {
    villages: Vec<Located>,
    by_code: HashMap<DivisionCode, usize>,
    by_name: HashMap<String, Vec<usize>>,
    units: HashMap<UnitCode, String>,
    city: String,
    own: Option<UnitCode>,
}

/// A village's name without what kind of village it is.
fn stem(name: &str) -> String {
    let bare: String = name.chars().filter(|c| !c.is_whitespace()).collect();
    let mut stem = bare.as_str();
    for ending in
        ["村民委员会", "居民委员会", "社区居委会", "村委会", "居委会", "村委", "社区", "行政村", "村"]
    {
        if let Some(rest) = stem.strip_suffix(ending)
            && !rest.is_empty()
        {
            stem = rest;
            break;
        }
    }
    stem.to_owned()
}

impl Places {
    /// Reads them.
    pub(super) fn read(rx: &mut Rx<'_>) -> Result<Self> {
        let units = divisions::units(rx.conn)?;
        let codes: Vec<UnitCode> = units.iter().map(|unit| unit.code.clone()).collect();
        let mut villages = Vec::new();
        for Village { code, name, township } in divisions::villages(rx.conn, None)? {
            let Some(unit) = reporting_unit(&code, &codes).cloned() else { continue };
            villages.push(Located { division: code, name, township, unit });
        }
        let mut by_name = HashMap::<String, Vec<usize>>::new();
        for (place, village) in villages.iter().enumerate() {
            by_name.entry(stem(&village.name)).or_default().push(place);
        }
        let by_code =
            villages.iter().zip(0..).map(|(village, place)| (village.division.clone(), place)).collect();
        let units = units.into_iter().map(|unit| (unit.code, unit.name)).collect();
        let own = match rx.scope() {
            Scope::Unit(own) => Some(own),
            Scope::City | Scope::Operator(_) | Scope::Public => None,
        };
        Ok(Self { villages, by_code, by_name, units, city: divisions::city(rx.conn)?, own })
    }

    /// The village of a code.
    pub(super) fn of_code(&self, code: &DivisionCode) -> Option<&Located> {
        self.by_code.get(code).and_then(|place| self.villages.get(*place))
    }

    /// The unit of a name or a code.
    pub(super) fn unit(&self, said: &str) -> Option<&UnitCode> {
        let is_it = |(code, name): &(&UnitCode, &String)| code.as_str() == said || *name == said;
        let all = || self.units.iter();
        all().find(is_it).map(|(code, _)| code).or_else(|| {
            // 灵山 for 灵山县, if only one is called so.
            let mut called = all().filter(|(_, name)| name.trim_end_matches(['县', '区', '市']) == said);
            called.next().filter(|_| called.next().is_none()).map(|(code, _)| code)
        })
    }

    /// The unit a column names; what is wrong is noted on the row.
    pub(super) fn unit_of(&self, fields: &mut Fields, key: &'static str) -> Option<UnitCode> {
        let said = fields.text(key).to_owned();
        let found = self.unit(&said).cloned();
        if found.is_none() && !said.is_empty() {
            fields.refuse(key, self.no_unit(&said));
        }
        found
    }

    /// The unit the reader works for; none for the city.
    pub(super) const fn own(&self) -> Option<&UnitCode> {
        self.own.as_ref()
    }

    /// Why a text names no unit.
    pub(super) fn no_unit(&self, said: &str) -> Message {
        let mut units: Vec<(&UnitCode, &String)> = self.units.iter().collect();
        units.sort();
        let names: Vec<&str> = units.iter().map(|(_, name)| name.as_str()).collect();
        Message::new("error-import-unit").with("given", shown(said)).with("units", names.join("、"))
    }

    /// Whether a text means the whole city.
    pub(super) fn is_city(&self, said: &str) -> bool {
        matches!(said, "" | "全市" | "市" | "本市") || said == self.city
    }

    /// The village a row names; none if it names none. What is wrong is noted on the row.
    pub(super) fn of_row(&self, fields: &mut Fields) -> Option<&Located> {
        if let Some(code) = fields.take::<DivisionCode>("division") {
            let found = self.of_code(&code);
            if found.is_none() {
                fields.refuse(
                    "division",
                    Message::new("error-import-village-code").with("code", code.as_str()),
                );
            }
            return found;
        }
        if fields.text("village").is_empty() {
            return None;
        }
        let village = fields.text("village").to_owned();
        let found = self.named(&village, fields.text("township"), fields.text("county"));
        match found.as_slice() {
            [one] => Some(one),
            [] => {
                fields.refuse("village", Message::new("error-import-village").with("given", shown(&village)));
                None
            }
            several => {
                let townships: Vec<&str> = several.iter().map(|one| one.township.as_str()).collect();
                let message = Message::new("error-import-village-several")
                    .with("given", shown(&village))
                    .with("townships", townships.join("、"));
                fields.refuse("village", message);
                None
            }
        }
    }

    fn named(&self, village: &str, township: &str, county: &str) -> Vec<&Located> {
        // 佛子镇大芦村 in one cell.
        let candidates = self.by_name.get(&stem(village)).map_or(&[][..], Vec::as_slice);
        let all = candidates.iter().filter_map(|place| self.villages.get(*place));
        let fits = |one: &&Located| {
            let in_township = township.is_empty()
                || one.township == township
                || stem_of_town(&one.township) == stem_of_town(township);
            let unit = self.units.get(&one.unit).map_or("", String::as_str);
            let in_county =
                county.is_empty() || unit == county || unit.starts_with(county) || county.contains(unit);
            in_township && in_county
        };
        let found: Vec<&Located> = all.filter(fits).collect();
        if found.is_empty() && township.is_empty() { self.in_text(village) } else { found }
    }

    /// The villages a text names with their townships, or alone if only one has the name: a title, an address.
    pub(super) fn in_text(&self, text: &str) -> Vec<&Located> {
        let whole = |one: &&Located| text.contains(&format!("{}{}", one.township, one.name));
        let found: Vec<&Located> = self.villages.iter().filter(whole).collect();
        if !found.is_empty() {
            return found;
        }
        self.villages.iter().filter(|one| one.name.chars().count() > 2 && text.contains(&one.name)).collect()
    }
}

fn stem_of_town(name: &str) -> &str {
    name.trim_end_matches(['镇', '乡']).trim_end_matches("街道")
}
