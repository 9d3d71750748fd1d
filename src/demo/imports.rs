//! Files that came this morning: shown, and not decided on yet. A county's list of sites, and the city's of published figures.

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
         三海人家,农家乐,综合型,450721105209,灵山县三海人家农家乐,{code}\n\
         山里红,农庄,综合型,450721105209,灵山县三海人家农家乐,{code}\n\
         水口小筑,民宿,住宿型,450721999999,灵山县三海人家农家乐,{code}\n\
         荔乡驿站,民宿,住宿型,450721105209,荔乡驿站,9.245E+17\n"
    ))
}

/// Numbers of two papers: one complete, and one with a word that is no unit.
const FIGURES: &str = "旅游扶贫公布数登记表,,,,,,,\n发布单位,来源,发布日期,数据年度,口径,计量,项目,数字\n\
    钦州市旅游发展委员会,《钦州旅游简报》第8期,2017-09-30,2017,旅游脱贫,人,合计,880\n\
    钦州市旅游发展委员会,《钦州旅游简报》第8期,2017-09-30,2017,旅游脱贫,人,就业安排,92\n\
    钦州市旅游发展委员会,《钦州旅游简报》第8期,2017-09-30,2017,旅游脱贫,人,灵山县,301\n\
    钦州市旅游发展委员会,《钦州旅游简报》第9期,2017-10-31,2017,旅游脱贫,户,合计,265\n\
    钦州市旅游发展委员会,《钦州旅游简报》第9期,2017-10-31,2017,旅游脱贫,户,三娘湾,31\n";

/// Shows each file to whom it is of.
pub(super) fn show(desk: &Desk, actors: &[Actor], now: Moment) -> Result<()> {
    let of_unit = |actor: &&Actor| {
        actor.role == Role::County && actor.unit.as_ref().is_some_and(|unit| unit.as_str() == "450721")
    };
    let of_city = |actor: &&Actor| actor.role == Role::City;
    let sites = (Noun::Sites, "新增乡村旅游点名单.csv", list()?);
    let figures = (Noun::Figures, "公布数登记表.csv", FIGURES.to_owned());
    for (who, file) in [(actors.iter().find(of_unit), sites), (actors.iter().find(of_city), figures)] {
        if let Some(actor) = who {
            receive(desk, actor.clone(), now, file)?;
        }
    }
    Ok(())
}

fn receive(desk: &Desk, actor: Actor, now: Moment, (noun, name, text): (Noun, &str, String)) -> Result<()> {
    let content = Zeroizing::new(text.into_bytes());
    let prepared = imports::prepare(noun, &content).map_err(|message| broken(message.key))?;
    let incoming = Incoming { file_name: name.into(), content, given: Given::default() };
    desk.write_now(actor, now, move |tx| imports::receive(tx, &incoming, &prepared))?;
    Ok(())
}
