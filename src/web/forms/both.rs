//! A form of two parts, each with fields of its own: what several forms have in common is written once.

use rocket::form::{self, DataField, FromForm, Options, ValueField};
use validator::{Validate, ValidationErrors};

/// Two forms in one; no field is in both.
#[derive(Debug)]
pub struct Both<A, B>(pub A, pub B);

#[rocket::async_trait]
impl<'r, A: FromForm<'r>, B: FromForm<'r>> FromForm<'r> for Both<A, B> {
    type Context = (A::Context, B::Context);

    fn init(options: Options) -> Self::Context {
        (A::init(options), B::init(options))
    }

    fn push_value((a, b): &mut Self::Context, field: ValueField<'r>) {
        A::push_value(a, field.clone());
        B::push_value(b, field);
    }

    /// Files belong to the first part.
    async fn push_data((a, _): &mut Self::Context, field: DataField<'r, '_>) {
        A::push_data(a, field).await;
    }

    fn finalize((a, b): Self::Context) -> form::Result<'r, Self> {
        match (A::finalize(a), B::finalize(b)) {
            (Ok(a), Ok(b)) => Ok(Self(a, b)),
            (Err(mut errors), Err(more)) => {
                errors.extend(more);
                Err(errors)
            }
            (Err(errors), Ok(_)) | (Ok(_), Err(errors)) => Err(errors),
        }
    }
}

impl<A: Validate, B: Validate> Validate for Both<A, B> {
    fn validate(&self) -> Result<(), ValidationErrors> {
        self.0.validate()?;
        self.1.validate()
    }
}
