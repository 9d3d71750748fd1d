//! `GET /api/v1/openapi.json`: what the API is, for programs that make clients of it.

use std::sync::OnceLock;

use rocket::http::ContentType;
use rocket::{Route, get, routes};
use utoipa::OpenApi as _;

use super::problem::{FieldError, Problem};
use super::{attributions, exits, figures, hires, ratings, sheets, tallies, targets};

#[derive(utoipa::OpenApi)]
#[openapi(
    info(
        title = "星途 Xingtu",
        description = "Village tourism and what it did against poverty, every number traceable. The same rules and permissions as \
                       the pages: a signed-in session's cookie, or nobody and what is public."
    ),
    paths(
        tallies::list,
        exits::list,
        exits::read,
        exits::end,
        hires::list,
        hires::read,
        hires::create,
        hires::verify,
        hires::send_back,
        hires::confirm_month,
        hires::leave,
        attributions::list,
        attributions::read,
        attributions::create,
        attributions::verify,
        attributions::confirm,
        attributions::withdraw,
        attributions::replace,
        ratings::list,
        ratings::show,
        sheets::list,
        sheets::show,
        targets::list,
        figures::list,
        figures::read,
        figures::create,
        figures::explain,
        figures::close,
    ),
    components(schemas(
        Problem,
        FieldError,
        tallies::Answer,
        tallies::Total,
        tallies::TallyRow,
        exits::ExitRecord,
        exits::Ended,
        hires::HireRecord,
        hires::Compared,
        hires::Found,
        hires::NewHire,
        hires::HireVerification,
        hires::HireReturn,
        hires::MonthAtWork,
        hires::HireLeaving,
        attributions::AttributionRecord,
        attributions::Proposal,
        attributions::Seen,
        attributions::Withdrawal,
        attributions::Replacement,
        ratings::Ratings,
        ratings::Rating,
        ratings::Record,
        sheets::Sheets,
        sheets::SheetRow,
        sheets::SheetWhole,
        figures::FigureRecord,
        figures::SumRecord,
        figures::RatioRecord,
        figures::LineRecord,
        figures::ExplanationRecord,
        figures::ClosingRecord,
        figures::NewFigureRecord,
        figures::NewRatio,
        figures::FigureExplanation,
        figures::FigureClosing,
        targets::Progress,
        targets::LetterHead,
        targets::TargetRow,
        targets::Sides,
        targets::Standings,
    )),
    tags(
        (name = "tallies", description = "脱贫成效 · How many exits were attributed to which pathway"),
        (name = "exits", description = "脱贫退出 · Exits as the poverty office announced them"),
        (name = "hires", description = "用工 · Whom operators hired, and what the county found"),
        (name = "attributions", description = "归因 · The assignment of an exit to one pathway, on evidence"),
        (name = "ratings", description = "星级 · The stars sites hold and held"),
        (name = "published-figures", description = "公布数 · What authorities printed, beside what the records prove"),
        (name = "targets", description = "责任书 · What letters ask of the units in a year, and how far it has come"),
        (name = "sheets", description = "评分细则 · The versions of score sheets"),
    )
)]
struct Description;

/// The routes of this module.
#[must_use]
pub fn routes() -> Vec<Route> {
    routes![describe]
}

#[get("/openapi.json")]
fn describe() -> (ContentType, &'static str) {
    static JSON: OnceLock<String> = OnceLock::new();
    let json = JSON.get_or_init(|| Description::openapi().to_json().unwrap_or_default());
    (ContentType::JSON, json)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_description_is_openapi_3_1_and_names_what_exists() {
        let json = Description::openapi().to_json().unwrap();
        let json: serde_json::Value = serde_json::from_str(&json).unwrap();
        assert!(json["openapi"].as_str().unwrap().starts_with("3.1"));
        for path in [
            "tallies",
            "targets",
            "published-figures",
            "published-figures/{id}",
            "ratings",
            "ratings/{id}",
            "sheets",
            "sheets/{id}",
            "hires",
            "hires/{id}",
            "exits/{id}",
        ] {
            assert!(
                json["paths"][format!("/api/v1/{path}")]["get"]["responses"]["200"].is_object(),
                "{path}"
            );
        }
    }
}
