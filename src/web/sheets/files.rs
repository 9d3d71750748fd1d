//! A version as a file, as it may be uploaded again; and the blank workbook.

use rocket::http::{ContentType, Header};
use rocket::{Responder, Route, get, routes};

use crate::desk::{self, sheets};
use crate::domain::ids::SheetId;
use crate::domain::sheet::Sheet;
use crate::web::failure::Failure;
use crate::web::visit::SignedIn;

pub(super) fn routes() -> Vec<Route> {
    routes![json, xlsx, template]
}

/// A sheet to be kept as a file.
#[derive(Responder)]
struct Download {
    body: Vec<u8>,
    kind: ContentType,
    name: Header<'static>,
}

impl Download {
    fn of(body: Vec<u8>, kind: ContentType, name: &str) -> Self {
        let name = Header::new("Content-Disposition", format!("attachment; filename=\"{name}\""));
        Self { body, kind, name }
    }
}

/// The type of a workbook.
fn workbook_type() -> ContentType {
    ContentType::new("application", "vnd.openxmlformats-officedocument.spreadsheetml.sheet")
}

/// A code may hold anything; a file's name only what every system takes.
fn named(code: &str, version: i32, ending: &str) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() || c == '-' { c } else { '_' };
    let code: String = code.chars().map(plain).collect();
    format!("{code}-v{version}.{ending}")
}

#[get("/sheets/<id>/sheet.json")]
async fn json(visit: SignedIn, id: SheetId) -> Result<Download, Failure> {
    let (line, body) = visit.read(move |rx| sheets::file(rx, id)).await?;
    Ok(Download::of(body.into_bytes(), ContentType::JSON, &named(&line.code, line.version, "json")))
}

#[get("/sheets/<id>/sheet.xlsx")]
async fn xlsx(visit: SignedIn, id: SheetId) -> Result<Download, Failure> {
    let (line, body) = visit.read(move |rx| sheets::file(rx, id)).await?;
    // A draft that cannot be read as a sheet has no workbook.
    let sheet = Sheet::parse(&body).map_err(|_| desk::Error::NotFound)?;
    let book = sheets::workbook::write(&sheet)?;
    Ok(Download::of(book, workbook_type(), &named(&line.code, line.version, "xlsx")))
}

#[get("/sheets/template.xlsx")]
fn template(_visit: SignedIn) -> Result<Download, Failure> {
    let book = sheets::workbook::template()?;
    Ok(Download::of(book, workbook_type(), "sheet-template.xlsx"))
}
