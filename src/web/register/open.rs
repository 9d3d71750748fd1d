//! The register as open data: for a map as GeoJSON (RFC 7946), for a spreadsheet as CSV; the sites of the list under the same
//! filter, with what is printed on their certificates and doors, and nothing of any person.

use std::fmt::Write as _;
use std::io::Cursor;

use rocket::http::{ContentType, Status};
use rocket::request::Request;
use rocket::response::{self, Responder, Response};
use rocket::{Route, get, routes};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use crate::desk;
use crate::desk::ratings::{self, SiteLine};
use crate::web::failure::Failure;
use crate::web::lang::{Lang, say_key};
use crate::web::sites::{Query, named};
use crate::web::visit::Visit;

/// The routes of this module.
pub(super) fn routes() -> Vec<Route> {
    routes![geojson, csv]
}

/// Seconds a copy may be kept: who lost a star this morning is not shown with it at noon.
const KEPT: u32 = 60;

/// Open data, sent again only to whoever does not hold it.
struct Open {
    body: Vec<u8>,
    kind: ContentType,
    file: Option<&'static str>,
}

impl<'r> Responder<'r, 'static> for Open {
    fn respond_to(self, request: &'r Request<'_>) -> response::Result<'static> {
        let digest = Sha256::digest(&self.body);
        let tag = digest.iter().take(12).fold(String::new(), |mut text, byte| {
            // Writing to a string cannot fail.
            let _ = write!(text, "{byte:02x}");
            text
        });
        let tag = format!("W/\"{tag}\"");
        let held = request.headers().get_one("If-None-Match").is_some_and(|held| held.contains(&tag));
        let mut answer = Response::build();
        answer
            .raw_header("Cache-Control", format!("public, max-age={KEPT}"))
            .raw_header("ETag", tag)
            .raw_header("Access-Control-Allow-Origin", "*")
            // The words of a table are in the reader's language.
            .raw_header("Vary", "Cookie, Accept-Language");
        if held {
            return answer.status(Status::NotModified).ok();
        }
        if let Some(file) = self.file {
            answer.raw_header("Content-Disposition", format!("attachment; filename=\"{file}\""));
        }
        answer.header(self.kind).sized_body(self.body.len(), Cursor::new(self.body)).ok()
    }
}

async fn lines(visit: &Visit, query: &Query) -> Result<Vec<SiteLine>, Failure> {
    let filter = query.filter();
    visit.read(move |rx| ratings::open_register(rx, &filter)).await
}

#[get("/register.geojson?<query..>")]
async fn geojson(visit: Visit, query: Query) -> Result<Open, Failure> {
    let features: Vec<Value> = lines(&visit, &query).await?.iter().map(feature).collect();
    let body = json!({ "type": "FeatureCollection", "features": features }).to_string().into_bytes();
    Ok(Open { body, kind: ContentType::new("application", "geo+json"), file: None })
}

/// A site on a map; one nobody has placed has no geometry.
fn feature(line: &SiteLine) -> Value {
    let geometry = line
        .position()
        .map(|at| json!({ "type": "Point", "coordinates": [at.longitude.degrees(), at.latitude.degrees()] }));
    json!({
        "type": "Feature",
        "id": line.id,
        "geometry": geometry,
        "properties": {
            "name": line.name,
            "unit": line.unit,
            "unit_name": line.unit_name,
            "kind": line.kind,
            "kind_name": Lang::Zh.word(line.kind),
            "star": line.stars,
            "village": line.village,
            "address": line.address,
            "phone": line.phone,
            "certificate": line.certificate,
            "valid_until": line.valid_until,
            "page": format!("/register/sites/{}", line.id),
        },
    })
}

#[get("/register.csv?<query..>")]
async fn csv(visit: Visit, query: Query) -> Result<Open, Failure> {
    let lines = lines(&visit, &query).await?;
    let body = table(&lines, visit.lang).map_err(|error| desk::Error::Broken(error.to_string()))?;
    Ok(Open { body, kind: ContentType::CSV, file: Some("register.csv") })
}

/// One row for each site. The byte order mark makes Excel read it as UTF-8.
fn table(lines: &[SiteLine], lang: Lang) -> Result<Vec<u8>, ::csv::Error> {
    let mut to = ::csv::Writer::from_writer(b"\xef\xbb\xbf".to_vec());
    let heads = [
        "site-name",
        "site-stars",
        "site-kind",
        "site-unit",
        "site-village",
        "site-address",
        "site-phone",
        "rating-certificate",
        "rating-valid-until",
        "site-longitude",
        "site-latitude",
    ];
    to.write_record(heads.map(|key| say_key(lang, key).unwrap_or_else(|_| key.to_owned())))?;
    for line in lines {
        let (longitude, latitude) =
            line.position().map(|at| (at.longitude.to_string(), at.latitude.to_string())).unwrap_or_default();
        let village = format!("{} {}", line.village, line.natural_village);
        to.write_record([
            cell(&line.name),
            line.stars.map(|star| star.to_string()).unwrap_or_default(),
            lang.word(line.kind),
            named(lang, &line.unit_name, &line.unit_name_en),
            cell(village.trim()),
            cell(&line.address),
            cell(&line.phone),
            cell(line.certificate.as_deref().unwrap_or_default()),
            line.valid_until.map(|day| day.to_string()).unwrap_or_default(),
            longitude,
            latitude,
        ])?;
    }
    to.into_inner().map_err(|error| ::csv::Error::from(error.into_error()))
}

/// A text as a spreadsheet shows it: one that begins like a formula is marked as a text.
fn cell(text: &str) -> String {
    let formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    if formula { format!("'{text}") } else { text.to_owned() }
}
