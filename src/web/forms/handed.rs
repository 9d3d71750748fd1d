//! The door for forms that hand a data file in: it is read and not kept.

use rocket::data::{Data, FromData, Outcome};
use rocket::form::FromForm;
use rocket::request::Request;
use validator::Validate;

use super::submitted::{Fields, parse, read};
use super::typed::Typed;
use super::uploaded::{Parts, received};
use crate::domain::attachment::BadFile;
use crate::domain::refusal::Refusals;
use crate::web::failure::{Failure, Kind};

/// A submitted form with a data file: what was typed, and either the value with the file or what is wrong.
///
/// As in [`Uploaded`](super::Uploaded), the form's token stands before the file.
#[derive(Debug)]
pub struct Handed<T> {
    /// What was typed, to show the form again.
    pub typed: Typed,
    /// The value and the content of the file, if one was picked; or what is wrong, by field.
    pub value: Result<(T, Option<Vec<u8>>), Refusals>,
    /// The name of the file, as the browser told it; empty if none was picked.
    pub file_name: String,
}

#[rocket::async_trait]
impl<'r, T: FromForm<'r> + Validate + Send> FromData<'r> for Handed<T> {
    type Error = ();

    async fn from_data(request: &'r Request<'_>, data: Data<'r>) -> Outcome<'r, Self> {
        match handed(request, data).await {
            Ok(handed) => Outcome::Success(handed),
            Err(kind) => Outcome::Error((Failure::new(kind).kept(request), ())),
        }
    }
}

/// A form whose file is left out may come either way.
async fn received_any<'r>(request: &'r Request<'_>, data: Data<'r>) -> Result<Parts, Kind> {
    if request.content_type().is_some_and(|kind| kind.is_form()) {
        let mut parts = Parts::none();
        parts.fields = read(request, data).await?;
        return Ok(parts);
    }
    received(request, data).await
}

async fn handed<'r, T: FromForm<'r> + Validate + Send>(
    request: &'r Request<'_>,
    data: Data<'r>,
) -> Result<Handed<T>, Kind> {
    let mut parts = received_any(request, data).await?;
    let file = parts.files.drain(..).next();
    let file_name = file.as_ref().map(|file| file.name.clone()).unwrap_or_default();
    let fields = std::mem::take(&mut parts.fields);
    let fields = request.local_cache(move || Fields(fields));
    let form = parse::<T>(&fields.0);
    let content = match file {
        None => Ok(None),
        Some(file) => match file.content {
            Some(content) => {
                let read = rocket::tokio::fs::read(content.path()).await;
                Ok(Some(read.map_err(|_| Kind::Broken)?))
            }
            None => Err(Refusals::of(&file.field, &BadFile::TooLarge)),
        },
    };
    let value = match (form.value, content) {
        (Ok(value), Ok(content)) => Ok((value, content)),
        (Err(refusals), _) | (Ok(_), Err(refusals)) => Err(refusals),
    };
    Ok(Handed { typed: form.typed, value, file_name })
}
