//! Rosters of whom sites hired.

use super::{Places, Tried, refused};
use crate::desk::hires::{Report, Reported, take_in};
use crate::desk::{Error, Result, Tx};
use crate::domain::hire::RegisterClaim;
use crate::domain::ids::SiteId;
use crate::domain::import::{Fields, shown};
use crate::domain::refusal::Message;
use crate::store::imports::{self as records, Made, NewMade};

pub(super) fn hire(tx: &mut Tx<'_>, places: &Places, fields: &mut Fields) -> Result<Tried> {
    let village = places.of_row(fields).map(|one| one.division.clone());
    let (name, id) = (fields.need("name"), fields.need("id_number"));
    let (form, wage, started_on) = (fields.need("form"), fields.need("wage"), fields.need("started_on"));
    let (phone, post) = (fields.take("phone"), fields.take("post"));
    let claim = match fields.text("claim") {
        "yes" => RegisterClaim::Yes,
        "no" => RegisterClaim::No,
        _ => RegisterClaim::Unknown,
    };
    let said = fields.text("site").to_owned();
    let mut found = records::open_sites(tx.conn, &said)?;
    if let Some(village) = &village {
        found.retain(|one| one.division == *village);
    }
    let site = match found.as_slice() {
        [one] => Some((one.site, one.operator)),
        [] if said.is_empty() => {
            fields.miss("site");
            None
        }
        [] => {
            fields.refuse("site", Message::new("error-import-no-site").with("given", shown(&said)));
            None
        }
        _ => {
            fields.refuse("site", Message::new("error-import-site-several").with("given", shown(&said)));
            None
        }
    };
    let of = |site: Option<(SiteId, _)>| {
        let (site, operator) = site?;
        let report = Report {
            site,
            name: name?,
            id: id?,
            claim,
            phone,
            post,
            form: form?,
            wage: wage?,
            started_on: started_on?,
            key: None,
        };
        Some((operator, report))
    };
    let Some((operator, report)) = of(site).filter(|_| fields.is_fine()) else { return Err(refused()) };
    match take_in(tx, operator, &report)? {
        Reported::New(id) => Ok(Tried::Made(vec![NewMade::anew("hire", id.0)])),
        Reported::Again(_) => Ok(Tried::Known),
        Reported::Before(_) => Err(Error::Conflict(Message::new("error-hire-before"))),
    }
}

/// Takes out again what was made, if nobody looked at it since.
pub(super) fn undo(tx: &mut Tx<'_>, made: &[Made]) -> Result<()> {
    Ok(records::delete_reported_hires(tx.conn, &super::of(made, "hire"))?)
}
