//! One visit to a page: who asks, in which language, when.

use std::ops::Deref;
use std::sync::Arc;

use rocket::http::Status;
use rocket::request::{FromRequest, Outcome};
use rocket::{Request, State};

use super::failure::Failure;
use super::lang::Lang;
use super::session;
use super::units::Units;
use crate::desk::{self, Desk, Rx, Tx, accounts};
use crate::domain::access::Actor;
use crate::domain::moment::Moment;

/// The clock of the installation. Tests stop it.
#[derive(Clone)]
pub struct Clock(Arc<dyn Fn() -> Moment + Send + Sync>);

impl Clock {
    /// A clock that reads what the function says.
    pub fn new(read: impl Fn() -> Moment + Send + Sync + 'static) -> Self {
        Self(Arc::new(read))
    }

    /// The machine's clock.
    #[must_use]
    pub fn system() -> Self {
        Self::new(|| chrono::Utc::now().into())
    }

    /// A stopped clock.
    #[must_use]
    pub fn stopped(at: Moment) -> Self {
        Self::new(move || at)
    }

    /// The time.
    #[must_use]
    pub fn now(&self) -> Moment {
        (self.0)()
    }
}

/// A visit, by anybody. The request guard of public pages.
#[derive(Clone)]
pub struct Visit {
    /// The reader's language.
    pub lang: Lang,
    /// Who is signed in, if anybody.
    pub actor: Option<Actor>,
    /// When the request arrived.
    pub now: Moment,
    /// Where work is done.
    pub desk: Desk,
}

impl Visit {
    /// Reads at the desk as this visitor, in one consistent snapshot.
    ///
    /// # Errors
    /// The failure page of what went wrong.
    pub async fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Rx<'_>) -> desk::Result<T> + Send + 'static,
    ) -> Result<T, Failure> {
        Ok(self.desk.read(self.actor.clone(), self.now, work).await?)
    }

    /// The visit this request is, looked up once. A session that cannot be looked up is an error.
    pub(super) async fn of<'r>(request: &'r Request<'_>) -> &'r Result<Self, desk::Error> {
        request.local_cache_async(Self::look_up(request)).await
    }

    /// The visit, if a guard of this request has looked it up.
    pub(super) fn known<'r>(request: &'r Request<'_>) -> Option<&'r Self> {
        request.local_cache(|| Err::<Self, _>(desk::Error::NotFound)).as_ref().ok()
    }

    async fn look_up(request: &Request<'_>) -> Result<Self, desk::Error> {
        let broken = |what: &str| desk::Error::Broken(format!("{what} is not managed"));
        let desk = request.rocket().state::<Desk>().ok_or_else(|| broken("the desk"))?.clone();
        let now = request.rocket().state::<Clock>().ok_or_else(|| broken("the clock"))?.now();
        let actor = match session::token(request) {
            Some(token) => accounts::session(&desk, &token, now).await?,
            None => None,
        };
        let visit = Self { lang: Lang::of(request), actor, now, desk };
        let placed = visit.actor.as_ref().filter(|actor| actor.unit.is_some() || actor.operator.is_some());
        if let (Some(actor), Some(units)) = (placed, managed::<Units>(request)) {
            units.refresh(&visit, actor).await;
        }
        Ok(visit)
    }
}

#[rocket::async_trait]
impl<'r> FromRequest<'r> for Visit {
    type Error = ();

    async fn from_request(request: &'r Request<'_>) -> Outcome<Self, ()> {
        match Self::of(request).await {
            Ok(visit) => Outcome::Success(visit.clone()),
            Err(error) => Failure::of(error).keep_for_catcher(request),
        }
    }
}

/// A visit by somebody signed in. Nobody signed in is sent to sign in and comes back.
#[derive(Clone)]
pub struct SignedIn {
    visit: Visit,
    /// Who.
    pub actor: Actor,
}

impl Deref for SignedIn {
    type Target = Visit;
    fn deref(&self) -> &Visit {
        &self.visit
    }
}

impl SignedIn {
    /// Changes something at the desk as this person, in one transaction.
    ///
    /// # Errors
    /// The desk's, so that wrong input can be shown again in its form.
    pub async fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Tx<'_>) -> desk::Result<T> + Send + 'static,
    ) -> desk::Result<T> {
        self.desk.write(self.actor.clone(), self.now, work).await
    }
}

#[rocket::async_trait]
impl<'r> FromRequest<'r> for SignedIn {
    type Error = ();

    async fn from_request(request: &'r Request<'_>) -> Outcome<Self, ()> {
        match Self::try_of(request).await {
            Ok(Some(signed_in)) => Outcome::Success(signed_in),
            Ok(None) => Outcome::Error((Status::Unauthorized, ())),
            Err(failure) => failure.keep_for_catcher(request),
        }
    }
}

impl SignedIn {
    async fn try_of(request: &Request<'_>) -> Result<Option<Self>, Failure> {
        let visit = Visit::of(request).await.as_ref().map_err(Failure::of)?;
        Ok(visit.actor.clone().map(|actor| Self { visit: visit.clone(), actor }))
    }
}

/// What the pages of an installation share.
pub(super) fn managed<'r, T: Send + Sync + 'static>(request: &'r Request<'_>) -> Option<&'r T> {
    State::get(request.rocket()).map(State::inner)
}
