use chrono::NaiveDate;
use diesel::dsl;
use diesel::prelude::*;

use crate::domain::access::Scope;
use crate::domain::division::UnitCode;
use crate::domain::rating::{Standing, Star, Term};
use crate::domain::site::{SiteKind, search_words};
use crate::domain::star_count::StarCount;
use crate::store::conn::MultiBackend;
use crate::store::contains;
use crate::store::schema::{applications, operators, ratings, reporting_units, sites};

/// Which ratings a list shows.
#[derive(Debug, Clone, Default)]
pub struct RatingFilter {
    /// Only of this unit.
    pub unit: Option<UnitCode>,
    /// Only of this kind of site.
    pub kind: Option<SiteKind>,
    /// Only of this star.
    pub star: Option<Star>,
    /// Only those that stand like this today ([`Standing::on`]).
    pub standing: Option<Standing>,
    /// Only those that were never ended in writing.
    pub live: bool,
    /// Only those in their last days ([`Term::is_running_out`]).
    pub running_out: bool,
    /// Only those counted as this as of the end of a day.
    pub counted: Option<(StarCount, NaiveDate)>,
    /// Words in the site, or of the certificate's number.
    pub text: String,
}

/// A rating with its site, business, unit and application.
pub(super) type WithSite = dsl::InnerJoin<
    dsl::InnerJoin<
        ratings::table,
        dsl::InnerJoin<dsl::InnerJoin<sites::table, operators::table>, reporting_units::table>,
    >,
    applications::table,
>;

pub(super) type Query = dsl::IntoBoxed<'static, WithSite, MultiBackend>;

diesel::alias!(ratings as holding: Holding);

/// The ratings a reader may know of, with those that have ended: every reading starts here. The public knows none.
pub(super) fn visible(scope: &Scope) -> Query {
    let all = ratings::table
        .inner_join(sites::table.inner_join(operators::table).inner_join(reporting_units::table))
        .inner_join(applications::table)
        .into_boxed();
    match scope {
        Scope::City => all,
        Scope::Unit(unit) => all.filter(sites::unit_code.eq(unit.clone())),
        Scope::Operator(operator) => all.filter(sites::operator_id.eq(*operator)),
        Scope::Public => all.filter(ratings::id.is_null()),
    }
}

/// The ratings the public register shows, to whoever is told no more than it: those of sites that hold a star, with the ended
/// ones of such a site; to everybody else, the [`visible`] ones.
pub(super) fn open(scope: &Scope) -> Query {
    match scope {
        Scope::Public => {
            let held = holding
                .filter(holding.field(ratings::site_id).eq(ratings::site_id))
                .filter(holding.field(ratings::live));
            visible(&Scope::City).filter(dsl::exists(held))
        }
        Scope::Operator(_) | Scope::Unit(_) | Scope::City => visible(scope),
    }
}

/// Narrows the visible ratings to a filter, as things are today.
pub(super) fn matching(scope: &Scope, filter: &RatingFilter, today: NaiveDate) -> Query {
    narrowed(visible(scope), filter, today)
}

/// Narrows ratings to a filter, as things are today.
pub(super) fn narrowed(mut query: Query, filter: &RatingFilter, today: NaiveDate) -> Query {
    if let Some(unit) = &filter.unit {
        query = query.filter(sites::unit_code.eq(unit.clone()));
    }
    if let Some(kind) = filter.kind {
        query = query.filter(sites::kind.eq(kind));
    }
    if let Some(star) = filter.star {
        query = query.filter(ratings::stars.eq(star));
    }
    if filter.live {
        query = query.filter(ratings::live);
    }
    if filter.running_out {
        query = query.filter(ratings::live).filter(ratings::valid_until.between(today, Term::horizon(today)));
    }
    if let Some(standing) = filter.standing {
        query = standing_on(query, standing, today);
    }
    if let Some((count, on)) = filter.counted {
        query = counted(query, count, on);
    }
    for word in search_words(&filter.text) {
        // A number is stored in capitals; a site's words in lower case.
        let number = contains(&word).to_uppercase();
        query = query.filter(
            sites::search
                .like(contains(&word))
                .escape('\\')
                .or(ratings::certificate_number.like(number).escape('\\')),
        );
    }
    query
}

/// Those that stand like this on a day: [`Standing::on`] in SQL.
fn standing_on(query: Query, standing: Standing, today: NaiveDate) -> Query {
    let running = ratings::valid_until.ge(today);
    let unchecked = ratings::standing.eq_any([Standing::Current, Standing::Kept]);
    match standing {
        Standing::Current | Standing::Kept => {
            query.filter(ratings::standing.eq(standing)).filter(running.and(ratings::re_check_on.gt(today)))
        }
        Standing::ReCheckDue => query
            .filter(running)
            .filter(ratings::standing.eq(standing).or(unchecked.and(ratings::re_check_on.le(today)))),
        Standing::Rectification => query.filter(running).filter(ratings::standing.eq(standing)),
        Standing::Expired => {
            query.filter(ratings::standing.eq(standing).or(ratings::live.and(ratings::valid_until.lt(today))))
        }
        Standing::Lowered | Standing::Cancelled | Standing::GivenUp | Standing::Replaced => {
            query.filter(ratings::standing.eq(standing))
        }
    }
}

/// Those that count as this as of the end of a day: [`Life`](crate::domain::star_count::Life) in SQL.
fn counted(query: Query, count: StarCount, on: NaiveDate) -> Query {
    let ended_as = |query: Query, standing: Standing| {
        query.filter(ratings::standing.eq(standing)).filter(ratings::ended_on.le(on))
    };
    match count {
        StarCount::Awarded => {
            query.filter(ratings::awarded_on.le(on)).filter(ratings::lowered_from.is_null())
        }
        StarCount::Reissued => {
            query.filter(ratings::awarded_on.le(on)).filter(ratings::lowered_from.is_not_null())
        }
        StarCount::Valid => query
            .filter(ratings::awarded_on.le(on).and(ratings::valid_until.ge(on)))
            .filter(ratings::ended_on.is_null().or(ratings::ended_on.gt(on))),
        StarCount::Expired => query
            .filter(ratings::valid_until.lt(on))
            .filter(ratings::ended_on.is_null().or(ratings::standing.eq(Standing::Expired))),
        StarCount::Cancelled => ended_as(query, Standing::Cancelled),
        StarCount::GivenUp => ended_as(query, Standing::GivenUp),
        StarCount::Lowered => ended_as(query, Standing::Lowered),
        StarCount::Replaced => ended_as(query, Standing::Replaced),
        // Applications are no ratings.
        StarCount::Applied | StarCount::Inspected => query.filter(ratings::id.is_null()),
    }
}
