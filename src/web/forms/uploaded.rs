//! The door for forms with files: everything [`Submitted`](super::Submitted) does, and the files are on disk when the handler
//! sees them.

use std::collections::BTreeMap;

use rocket::data::{Data, FromData, Limits, Outcome, ToByteUnit as _};
use rocket::form::error::ErrorKind;
use rocket::form::{self, DataField, Form, FromForm, ValueField};
use rocket::request::Request;
use rocket::tokio::io;
use validator::Validate;

use super::submitted::{Fields, is_ours, parse, read};
use super::typed::Typed;
use crate::desk::attachments::{self, Brought, Upload};
use crate::desk::{self, Desk};
use crate::domain::attachment::MAX_BYTES;
use crate::domain::refusal::Refusals;
use crate::web::csrf;
use crate::web::failure::{Failure, Kind};
use crate::web::visit::managed;

/// Files one form may bring: more than anybody picks on a telephone at once.
const MOST_FILES: usize = 20;
/// What is read of a form that is too large, so that the browser comes to the end of sending it and shows our answer.
const DRAINED: u64 = 100 << 20;

/// A submitted form with files: what was typed, and either the value with its files or what is wrong with them.
///
/// A file is received only after the form's token, which therefore stands before every file field in the form.
#[derive(Debug)]
pub struct Uploaded<T> {
    /// What was typed, to show the form again. A browser gives no file back to a form.
    pub typed: Typed,
    /// The value and its files, or what is wrong, by field.
    pub value: Result<(T, Uploads), Refusals>,
}

/// The files of a form, by field, each on disk.
#[derive(Debug, Default)]
pub struct Uploads(BTreeMap<String, Vec<Upload>>);

impl Uploads {
    /// The file of a field that takes one.
    pub fn one(&mut self, field: &str) -> Option<Upload> {
        self.many(field).into_iter().next()
    }

    /// The files of a field that takes several, in the order they were picked.
    pub fn many(&mut self, field: &str) -> Vec<Upload> {
        self.0.remove(field).unwrap_or_default()
    }
}

#[rocket::async_trait]
impl<'r, T: FromForm<'r> + Validate + Send> FromData<'r> for Uploaded<T> {
    type Error = ();

    async fn from_data(request: &'r Request<'_>, data: Data<'r>) -> Outcome<'r, Self> {
        match uploaded(request, data).await {
            Ok(uploaded) => Outcome::Success(uploaded),
            Err(failure) => Outcome::Error((failure.kept(request), ())),
        }
    }
}

async fn uploaded<'r, T: FromForm<'r> + Validate + Send>(
    request: &'r Request<'_>,
    data: Data<'r>,
) -> Result<Uploaded<T>, Failure> {
    // A form whose files are all left out may come either way.
    let parts = if request.content_type().is_some_and(|kind| kind.is_form()) {
        Parts { fields: read(request, data).await.map_err(Failure::new)?, ..Parts::none() }
    } else {
        received(request, data).await.map_err(Failure::new)?
    };
    let fields = request.local_cache(move || Fields(parts.fields));
    let form = parse::<T>(&fields.0);
    let desk = managed::<Desk>(request).ok_or_else(|| Failure::new(Kind::Broken))?;
    let taken = if parts.files.is_empty() {
        Ok(Vec::new())
    } else {
        attachments::take_in(desk, parts.files, form.value.is_ok()).await
    };
    let value = match (form.value, taken) {
        (Ok(value), Ok(taken)) => {
            let mut uploads = Uploads::default();
            for (field, upload) in taken {
                uploads.0.entry(field).or_default().push(upload);
            }
            Ok((value, uploads))
        }
        (Err(refusals), Ok(_)) | (Ok(_), Err(desk::Error::Invalid(refusals))) => Err(refusals),
        (Err(mut refusals), Err(desk::Error::Invalid(more))) => {
            for (field, message) in more.iter() {
                refusals.add(field, message.clone());
            }
            Err(refusals)
        }
        (_, Err(error)) => return Err(error.into()),
    };
    Ok(Uploaded { typed: form.typed, value })
}

/// The parts of a form with files that we gave to this browser.
pub(super) async fn received<'r>(request: &'r Request<'_>, data: Data<'r>) -> Result<Parts, Kind> {
    if !request.content_type().is_some_and(|kind| kind.is_form_data()) {
        return Err(Kind::Unsupported);
    }
    let limit = request.limits().get("data-form").unwrap_or(Limits::DATA_FORM);
    let length = request.headers().get_one("Content-Length").and_then(|length| length.parse::<u64>().ok());
    if length.is_some_and(|length| length > limit.as_u64()) {
        drop(data.open(DRAINED.bytes()).stream_to(io::sink()).await);
        return Err(Kind::TooLarge);
    }
    match Form::<Parts>::from_data(request, data).await {
        Outcome::Success(form) => {
            let parts = form.into_inner();
            match parts.failed {
                Some(kind) => Err(kind),
                None if parts.ours => Ok(parts),
                None => Err(Kind::Forged),
            }
        }
        Outcome::Error(_) | Outcome::Forward(_) => Err(Kind::Unsupported),
    }
}

/// What a form with files consists of.
pub(super) struct Parts {
    pub(super) fields: Vec<(String, String)>,
    pub(super) files: Vec<Brought>,
    /// The token came, and is good.
    ours: bool,
    token: Option<String>,
    failed: Option<Kind>,
}

#[rocket::async_trait]
impl<'r> FromForm<'r> for Parts {
    type Context = Self;

    fn init(_: form::Options) -> Self {
        Self::none()
    }

    fn push_value(parts: &mut Self, field: ValueField<'r>) {
        let name = field.name.source().as_str();
        if name == csrf::FIELD {
            parts.token = Some(field.value.to_owned());
        } else {
            parts.fields.push((name.to_owned(), field.value.to_owned()));
        }
    }

    async fn push_data(parts: &mut Self, field: DataField<'r, '_>) {
        if parts.failed.is_some() {
            return;
        }
        if let Err(kind) = parts.receive(field).await {
            parts.failed = Some(kind);
        }
    }

    fn push_error(parts: &mut Self, error: form::Error<'r>) {
        let too_large = matches!(error.kind, ErrorKind::InvalidLength { .. });
        parts.failed.get_or_insert(if too_large { Kind::TooLarge } else { Kind::Unsupported });
    }

    fn finalize(parts: Self) -> form::Result<'r, Self> {
        Ok(parts)
    }
}

impl Parts {
    pub(super) const fn none() -> Self {
        Self { fields: Vec::new(), files: Vec::new(), ours: false, token: None, failed: None }
    }

    async fn receive(&mut self, field: DataField<'_, '_>) -> Result<(), Kind> {
        self.ours = self.ours || is_ours(field.request, self.token.as_deref());
        if !self.ours {
            return Err(Kind::Forged);
        }
        let desk = managed::<Desk>(field.request).ok_or(Kind::Broken)?;
        let name = field.file_name.map_or("", |name| name.dangerous_unsafe_unsanitized_raw().as_str());
        let incoming = desk.files.receive().map_err(|_| Kind::Broken)?;
        let stream = field.data.open(MAX_BYTES.bytes());
        let written = stream.into_file(incoming.path()).await.map_err(|error| {
            // The words of the reader of multipart forms, which has no kind for it.
            if error.to_string().contains("exceeded") { Kind::TooLarge } else { Kind::Unsupported }
        })?;
        let whole = written.is_complete();
        let empty = written.n.written == 0;
        // A file field in which nothing was picked is sent all the same, without a name.
        if !(name.is_empty() && empty) {
            if self.files.len() == MOST_FILES {
                return Err(Kind::TooLarge);
            }
            let field = field.name.source().as_str().to_owned();
            self.files.push(Brought { field, name: name.to_owned(), content: whole.then_some(incoming) });
        }
        Ok(())
    }
}
