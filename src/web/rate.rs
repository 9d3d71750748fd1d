//! How often one address may ask for something that everybody may.

use std::net::IpAddr;
use std::num::NonZeroU32;
use std::sync::atomic::{AtomicU32, Ordering};

use governor::clock::{Clock as _, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use rocket::request::{self, FromRequest, Request};

use super::failure::Failure;

/// Askings after which those long past are forgotten.
const SWEEP: u32 = 1024;

/// The askings of late, by address.
pub(super) struct ByAddress {
    addresses: DefaultKeyedRateLimiter<IpAddr>,
    counted: AtomicU32,
}

impl ByAddress {
    /// So many at once, and so many given back every minute.
    pub(super) fn new(at_once: NonZeroU32, a_minute: NonZeroU32) -> Self {
        Self {
            addresses: RateLimiter::keyed(Quota::per_minute(a_minute).allow_burst(at_once)),
            counted: AtomicU32::new(0),
        }
    }

    /// Counts one more.
    ///
    /// # Errors
    /// The page that says when the next one may be.
    pub(super) fn one_more(&self, from: From) -> Result<(), Failure> {
        if self.counted.fetch_add(1, Ordering::Relaxed) % SWEEP == SWEEP - 1 {
            self.addresses.retain_recent();
        }
        let Some(address) = from.0 else { return Ok(()) };
        let now = DefaultClock::default().now();
        let waits = |wait: governor::NotUntil<_>| wait.wait_time_from(now).as_secs().saturating_add(1);
        self.addresses.check_key(&address).map_err(|wait| Failure::too_many(waits(wait)))
    }
}

/// Where a request comes from, if that is known.
#[derive(Debug, Clone, Copy)]
pub(super) struct From(Option<IpAddr>);

impl From {
    /// Of a request.
    pub(super) fn of(request: &Request<'_>) -> Self {
        Self(request.client_ip())
    }
}

#[rocket::async_trait]
impl<'r> FromRequest<'r> for From {
    type Error = std::convert::Infallible;

    async fn from_request(request: &'r Request<'_>) -> request::Outcome<Self, Self::Error> {
        request::Outcome::Success(Self::of(request))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::failure::Kind;

    #[test]
    fn an_address_that_asks_too_often_waits_and_others_do_not() {
        let number = |n| NonZeroU32::new(n).unwrap();
        let rate = ByAddress::new(number(3), number(1));
        let from = |last| From(Some(IpAddr::from([10, 0, 0, last])));
        for _ in 0..3 {
            rate.one_more(from(1)).unwrap();
        }
        let refused = rate.one_more(from(1)).unwrap_err();
        assert_eq!(refused.kind, Kind::TooMany);
        assert!(refused.retry_after.is_some_and(|seconds| seconds <= 61));
        rate.one_more(from(2)).unwrap();
        rate.one_more(From(None)).unwrap();
    }
}
