//! How often somebody may try to sign in: so many times for one login, more for one address that many people share.

use std::net::IpAddr;
use std::num::NonZeroU32;
use std::sync::atomic::{AtomicU32, Ordering};

use governor::clock::{Clock as _, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

use crate::web::failure::Failure;

const PER_LOGIN: NonZeroU32 = NonZeroU32::new(10).unwrap();
const PER_ADDRESS: NonZeroU32 = NonZeroU32::new(100).unwrap();
/// Tries after which those long past are forgotten.
const SWEEP: u32 = 1024;

/// The tries of late. Each is given back after a while: a login's in a minute, an address's in six seconds.
pub struct Tries {
    logins: DefaultKeyedRateLimiter<String>,
    addresses: DefaultKeyedRateLimiter<IpAddr>,
    counted: AtomicU32,
}

impl Default for Tries {
    fn default() -> Self {
        let ten_a_minute = NonZeroU32::MIN.saturating_add(9);
        Self {
            logins: RateLimiter::keyed(Quota::per_minute(NonZeroU32::MIN).allow_burst(PER_LOGIN)),
            addresses: RateLimiter::keyed(Quota::per_minute(ten_a_minute).allow_burst(PER_ADDRESS)),
            counted: AtomicU32::new(0),
        }
    }
}

impl Tries {
    /// Counts one more try.
    ///
    /// # Errors
    /// The page that says when the next one may be.
    pub fn one_more(&self, login: &str, address: Option<IpAddr>) -> Result<(), Failure> {
        if self.counted.fetch_add(1, Ordering::Relaxed) % SWEEP == SWEEP - 1 {
            self.logins.retain_recent();
            self.addresses.retain_recent();
        }
        let now = DefaultClock::default().now();
        let login =
            self.logins.check_key(&login.trim().to_lowercase()).map_err(|wait| wait.wait_time_from(now));
        let address = address.map_or(Ok(()), |address| {
            self.addresses.check_key(&address).map_err(|wait| wait.wait_time_from(now))
        });
        let wait = login.err().max(address.err());
        wait.map_or(Ok(()), |wait| Err(Failure::too_many(wait.as_secs().saturating_add(1))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::failure::Kind;

    #[test]
    fn the_eleventh_try_for_a_login_waits_and_others_do_not() {
        let tries = Tries::default();
        for _ in 0..10 {
            tries.one_more("lin", None).unwrap();
        }
        let refused = tries.one_more(" LIN ", None).unwrap_err();
        assert_eq!(refused.kind, Kind::TooMany);
        assert!(refused.retry_after.is_some_and(|seconds| (1..=61).contains(&seconds)));
        tries.one_more("chen", None).unwrap();
    }

    #[test]
    fn an_address_has_more_tries_than_a_login() {
        let tries = Tries::default();
        let address = Some(IpAddr::from([10, 0, 0, 7]));
        for n in 0..100 {
            tries.one_more(&format!("user{n}"), address).unwrap();
        }
        assert!(tries.one_more("one more", address).is_err());
    }
}
