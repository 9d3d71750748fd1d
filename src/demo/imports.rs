//! A file that a county sent this morning: shown, and not decided on yet.

use zeroize::Zeroizing;

use super::people::broken;
use crate::desk::imports::{self, Given, Incoming};
use crate::desk::{Desk, Result};
use crate::domain::access::{Actor, Role};
use crate::domain::import::Noun;
use crate::domain::moment::Moment;
use crate::domain::site::CreditCode;

/// A list of sites with a title, one row that is right and three that are not.
fn list() -> Result<String> {
    let code = CreditCode::complete("92450799MA5900001").map_err(|_| broken("a credit code"))?;
    let code = code.as_str();
    Ok(format!(
        "2017年新增乡村旅游点名单,,,,,\n旅游点名称,类型,经营类型,行政村编码,经营主体,统一社会信用代码\n\
         三海人家,农家乐,综合型,450721101201,灵山县三海人家农家乐,{code}\n\
         山里红,农庄,综合型,450721101201,灵山县三海人家农家乐,{code}\n\
         水口小筑,民宿,住宿型,450721999999,灵山县三海人家农家乐,{code}\n\
         荔乡驿站,民宿,住宿型,450721101201,荔乡驿站,9.245E+17\n"
    ))
}

/// Shows the file to a clerk of 灵山县.
pub(super) fn show(desk: &Desk, actors: &[Actor], now: Moment) -> Result<()> {
    let of_unit = |actor: &&Actor| {
        actor.role == Role::County && actor.unit.as_ref().is_some_and(|unit| unit.as_str() == "450721")
    };
    let Some(clerk) = actors.iter().find(of_unit).cloned() else { return Ok(()) };
    let content = Zeroizing::new(list()?.into_bytes());
    let prepared = imports::prepare(Noun::Sites, &content).map_err(|message| broken(message.key))?;
    let incoming =
        Incoming { file_name: "新增乡村旅游点名单.csv".into(), content, given: Given::default() };
    desk.write_now(clerk, now, move |tx| imports::receive(tx, &incoming, &prepared))?;
    Ok(())
}
