//! What can go wrong at the database, as the layers above understand it.

use diesel::result::{DatabaseErrorInformation, DatabaseErrorKind, Error as DieselError};

/// A failed store call.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// No such record, or none in the reader's scope.
    #[error("no such record")]
    NotFound,
    /// Somebody changed the record since it was read.
    #[error("the record was changed by somebody else")]
    Stale,
    /// The value is somebody's already.
    #[error("already taken: {0:?}")]
    Taken(Unique),
    /// The person would have two long-term jobs at once.
    #[error("two long-term jobs at once")]
    SecondJob,
    /// Rules for years of which exits are attributed.
    #[error("exits of its years are attributed")]
    RulesUsed,
    /// Something else points to what was to be taken out.
    #[error("something else points to it")]
    Used,
    /// The database has too much to do; nothing was changed.
    #[error("the database is busy")]
    Busy,
    /// Anything else: logged, and shown only as a request number.
    #[error("{0}")]
    Broken(String),
}

/// The result of a store call.
pub type Result<T> = std::result::Result<T, Fault>;

impl Fault {
    /// Puts another error in place of a taken value, as the caller's form understands it.
    pub fn taken<E: From<Self>>(self, unique: Unique, refuse: impl FnOnce() -> E) -> E {
        match self {
            Self::Taken(found) if found == unique => refuse(),
            other => other.into(),
        }
    }
}

/// Declares the unique constraints: how PostgreSQL names each, and the columns by which SQLite does.
macro_rules! uniques {
    ($($(#[$meta:meta])* $name:ident = $postgres:literal, $sqlite:literal;)+) => {
        /// What must not exist twice.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Unique { $($(#[$meta])* $name),+ }

        impl Unique {
            /// The constraint's name in PostgreSQL and its columns in SQLite's message, for each.
            pub const ALL: &'static [(Self, &'static str, &'static str)] =
                &[$((Self::$name, $postgres, $sqlite)),+];
        }
    };
}

uniques! {
    /// A user's login.
    Login = "users_login_key", "users.login";
    /// A business's unified social credit code.
    CreditCode = "operators_credit_code_key", "operators.credit_code";
    /// A site's name in its village.
    SiteName = "sites_name", "sites.division_code, sites.name";
    /// A version of a sheet.
    SheetVersion = "sheets_version", "sheets.code, sheets.version";
    /// A kind of site's sheet without a last day.
    OpenSheet = "sheets_one_open", "sheets.subject";
    /// A year's freezing under way.
    OpenSnapshot = "snapshots_one_open", "snapshots.year";
    /// A release of this number was made of the year.
    OpenRelease = "open_releases_number", "open_releases.year, open_releases.number";
    /// A revision of a frozen year.
    SnapshotRevision = "snapshots_revision", "snapshots.year, snapshots.revision";
    /// A recorded holiday or working weekend.
    Holiday = "holidays_pkey", "holidays.day";
    /// An application's number.
    ApplicationNumber = "applications_number", "applications.number";
    /// A site's application under way.
    LiveApplication = "applications_one_live", "applications.site_id";
    /// A site's valid rating.
    LiveRating = "ratings_one_live", "ratings.site_id";
    /// The rating an application led to.
    RatingOfApplication = "ratings_application", "ratings.application_id";
    /// A certificate's number.
    Certificate = "ratings_certificate", "ratings.certificate_number";
    /// A plaque's number.
    Plaque = "ratings_plaque", "ratings.plaque_number";
    /// A site's licence.
    SiteLicence = "licences_once", "licences.site_id, licences.kind, licences.number";
    /// A site's figures of a month.
    SiteMonth = "site_months_pkey", "site_months.site_id, site_months.year, site_months.month";
    /// A person's hand in an application.
    Hand = "application_hands_pkey", "application_hands.application_id, application_hands.user_id";
    /// The inspection of a round.
    InspectionOfRound = "inspections_round", "inspections.application_id, inspections.round";
    /// An inspector of an inspection.
    Inspector = "inspectors_once", "inspectors.inspection_id, inspectors.name, inspectors.organisation";
    /// The decision of a round.
    DecisionOfRound = "decisions_of_rounds_pkey", "decisions.application_id, decisions.round";
    /// The public notice of a round.
    NoticeOfRound = "public_notices_round", "public_notices.application_id, public_notices.round";
    /// A notice's number.
    NoticeNumber = "public_notices_number", "public_notices.number";
    /// An objection's receipt.
    Receipt = "objections_receipt", "objections.receipt";
    /// The key of a form that objects.
    ObjectionForm = "objections_form_key", "objections.form_key";
    /// A printed certificate's number.
    CertificateNumber = "certificates_number", "certificates.number";
    /// A rating's certificate in force.
    LiveCertificate = "certificates_one_live", "certificates.rating_id";
    /// A rating's rectification under way.
    LiveRectification = "rectifications_one_live", "rectifications.rating_id";
    /// A household's code.
    HouseholdCode = "households_code", "households.code";
    /// A person's identity.
    Identity = "persons_identity", "persons.id_index";
    /// A person's household of today.
    LiveMembership = "memberships_one_live", "memberships.person_id";
    /// A household's head of today.
    LiveHead = "memberships_one_head", "memberships.household_id";
    /// A household's helper of today.
    LiveHelper = "household_helpers_one_live", "household_helpers.household_id";
    /// The same site's report of the same person from the same day.
    SameHire = "hires_same_report", "hires.id_index, hires.site_id, hires.started_on";
    /// A household's announced exit.
    LiveExit = "exits_one_live", "exits.household_id";
    /// A household's exit of one year.
    ExitOfYear = "exits_once_a_year", "exits.household_id, exits.year";
    /// A person's announced exit.
    LiveExitMember = "exit_members_one_live", "exit_members.person_id";
    /// A person's exit of one year.
    ExitOfYearMember = "exit_members_once_a_year", "exit_members.person_id, exit_members.year";
    /// A document's list for a unit.
    Announcement = "announcements_once", "announcements.unit_code, announcements.document";
    /// What ended an exit.
    ExitEnd = "exit_changes_one_end", "exit_changes.exit_id";
    /// The revision that takes an attribution's place.
    Replacement = "attributions_replaced_once", "attributions.replaces";
    /// An exit's check in force.
    LiveCheck = "household_checks_one_live", "household_checks.exit_id";
    /// A year's line of a kind.
    IncomeLine = "income_lines_once", "income_lines.year, income_lines.kind";
    /// The criteria from a year on.
    Criteria = "exit_criteria_year", "exit_criteria.from_year";
    /// A year's seed that waits for its draw.
    OpenSampleCheck = "sample_checks_one_open", "sample_checks.year";
    /// An exit's live attribution.
    LiveAttribution = "attributions_one_live", "attributions.exit_id";
    /// A year's letter of targets.
    TargetLetter = "target_letters_once", "target_letters.year, target_letters.document";
    /// A published figure of the whole city.
    Figure = "published_figures_once",
        "published_figures.source, published_figures.published_on, published_figures.year, published_figures.unit_of_count, \
         published_figures.scope, published_figures.scope_note";
    /// A published figure of one unit.
    FigureOfUnit = "published_figures_once_a_unit",
        "published_figures.source, published_figures.published_on, published_figures.year, published_figures.unit_of_count, \
         published_figures.scope, published_figures.scope_note, published_figures.unit_code";
    /// A user's key of a re-sent request.
    IdempotencyKey = "idempotency_keys_pkey", "idempotency_keys.user_id, idempotency_keys.key";
    /// A person's attendance of a course.
    Attendance = "course_attendances_once", "course_attendances.course_id, course_attendances.person_id";
    /// A major project's name.
    Project = "projects_name_key", "projects.name";
    /// A village's programme of a year and name.
    Programme = "programmes_once", "programmes.division_code, programmes.year, programmes.name";
    /// A person's benefit of a kind and day.
    Benefit = "project_benefits_once",
        "project_benefits.project_id, project_benefits.person_id, project_benefits.kind, project_benefits.received_on";
    /// A person's payment of a kind and day.
    Payment = "programme_payments_once",
        "programme_payments.programme_id, programme_payments.person_id, programme_payments.kind, programme_payments.paid_on";
    /// A person's measure of a kind and day.
    Measure = "non_tourism_measures_once",
        "non_tourism_measures.person_id, non_tourism_measures.kind, non_tourism_measures.received_on";
    /// A business's licence.
    Licence = "own_businesses_licence", "own_businesses.licence";
}

impl Unique {
    /// PostgreSQL names the constraint; SQLite only the columns, in its message.
    fn of(info: &dyn DatabaseErrorInformation) -> Option<Self> {
        let columns = info.message().strip_prefix("UNIQUE constraint failed: ");
        Self::ALL
            .iter()
            .find(|(_, postgres, sqlite)| info.constraint_name() == Some(postgres) || columns == Some(sqlite))
            .map(|(unique, _, _)| *unique)
    }
}

impl From<DieselError> for Fault {
    fn from(error: DieselError) -> Self {
        match error {
            DieselError::NotFound => Self::NotFound,
            DieselError::DatabaseError(DatabaseErrorKind::UniqueViolation, info) => {
                Unique::of(info.as_ref()).map_or_else(|| Self::Broken(info.message().to_owned()), Self::Taken)
            }
            DieselError::DatabaseError(DatabaseErrorKind::SerializationFailure, _) => Self::Busy,
            // SQLite's SQLITE_BUSY and PostgreSQL's deadlock arrive as `Unknown` with only their words to tell them by.
            DieselError::DatabaseError(_, info)
                if info.message() == "database is locked" || info.message() == "deadlock detected" =>
            {
                Self::Busy
            }
            // Both databases say it by the words of the trigger that holds the rule.
            DieselError::DatabaseError(_, info) if info.message() == "one long-term job at a time" => {
                Self::SecondJob
            }
            DieselError::DatabaseError(_, info) if info.message() == "exits of its years are attributed" => {
                Self::RulesUsed
            }
            // Triggers' words: somebody entered the person into another household, or changed the days of the hire, meanwhile.
            DieselError::DatabaseError(_, info)
                if matches!(
                    info.message(),
                    "memberships of one person overlap" | "a wage is paid for a month at work"
                ) =>
            {
                Self::Stale
            }
            other => Self::Broken(other.to_string()),
        }
    }
}

/// Reads the outcome of a compare-and-set: no row changed means somebody else was first.
pub(super) const fn changed(rows: usize) -> Result<()> {
    if rows == 0 { Err(Fault::Stale) } else { Ok(()) }
}
