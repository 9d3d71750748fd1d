//! What a file would do, or did: the counts first, then the rows of which something is told.

use rocket::{Route, State, get, routes};
use serde::Serialize;
use serde_json::Value;

use crate::desk::imports::{self, Asked as AskedRows, Listed, Progress, Running, Told};
use crate::domain::ids::ImportId;
use crate::domain::import::{Decision, Outcome, Stage, Step};
use crate::domain::moment::Moment;
use crate::web::forms::Entry;
use crate::web::page::{Answer, Page};
use crate::web::paging::{Asked, PER_PAGE, Pager};
use crate::web::visit::SignedIn;

pub(super) fn routes() -> Vec<Route> {
    routes![show]
}

/// A count with the filter that shows its rows.
#[derive(Serialize)]
struct Counted {
    outcome: Outcome,
    n: i64,
    href: Option<String>,
    here: bool,
}

#[derive(Serialize)]
#[expect(clippy::struct_excessive_bools, reason = "what the page asks")]
struct View {
    batch: Listed,
    given: imports::Given,
    unused: Vec<String>,
    why: Option<Value>,
    sheets: Vec<(i32, String)>,
    counted: Vec<Counted>,
    outcome: Option<Outcome>,
    rows: Vec<Told>,
    pager: Pager,
    before: Option<(ImportId, Moment)>,
    to_store: i64,
    in_the_way: i64,
    open: bool,
    progress: Option<Progress>,
    busy: bool,
    has_file: bool,
    may_undo: bool,
    decisions: [Decision; 2],
}

#[get("/imports/<id>?<outcome>&<page>", rank = 2)]
async fn show(
    visit: SignedIn,
    running: &State<Running>,
    id: ImportId,
    outcome: Option<Entry<Outcome>>,
    page: Option<i64>,
) -> Answer {
    let (asked, outcome) = (Asked::page(page), outcome.map(Entry::into_inner));
    let rows = AskedRows { outcome, offset: asked.offset(), limit: PER_PAGE };
    // Asked before the record is read: what ends in between has then ended in the record, too.
    let progress = running.of(id);
    let shown = visit.read(move |rx| imports::show(rx, id, rows)).await?;
    let counts = shown.listed.counts;
    let path = format!("/imports/{id}");
    let counted = [
        (Outcome::Fine, counts.fine),
        (Outcome::Changes, counts.changes),
        (Outcome::Known, counts.known),
        (Outcome::Duplicate, counts.duplicates),
        (Outcome::Wrong, counts.wrong),
        (Outcome::Held, counts.held),
        (Outcome::Skipped, counts.skipped),
    ];
    let told = shown.has_file;
    let counted = counted.into_iter().map(|(one, n)| Counted {
        outcome: one,
        n,
        href: (told && n > 0 && !matches!(one, Outcome::Fine | Outcome::Known))
            .then(|| format!("{path}?outcome={one}#h-rows")),
        here: outcome == Some(one),
    });
    let filters = [("outcome", outcome.map(|one| one.to_string()).unwrap_or_default())];
    let list = |key: &str| shown.report.get(key).and_then(Value::as_array).cloned().unwrap_or_default();
    let unused = list("unused").iter().filter_map(|one| one.as_str().map(str::to_owned)).collect();
    let sheets = list("sheets").into_iter().filter_map(|one| serde_json::from_value(one).ok()).collect();
    let busy = progress.as_ref().map_or(shown.listed.stage == Stage::Received, |one| one.step.is_some());
    let view = View {
        progress,
        busy,
        given: shown.given,
        unused,
        why: shown.report.get("why").cloned(),
        sheets,
        counted: counted.collect(),
        outcome,
        pager: asked.of(shown.total, &path, &filters),
        rows: shown.rows,
        before: shown.before,
        to_store: counts.to_store(),
        in_the_way: counts.in_the_way(),
        open: !busy && shown.listed.stage.take(Step::Store).is_ok(),
        has_file: told && shown.listed.stage != Stage::Received,
        may_undo: shown.may_undo,
        batch: shown.listed,
        decisions: [Decision::New, Decision::Skip],
    };
    Ok(Page::new("imports/show", &view))
}
