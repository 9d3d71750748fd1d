//! Who may do what, and over which records. The one table of permissions; nothing else in the program decides this.

use super::codes::code;
use super::division::UnitCode;
use super::ids::{OperatorId, UserId};
use super::refusal::{Message, Refusal};

code! {
    /// What a user is here for (DESIGN §1).
    pub enum Role: "role" {
        /// 经营者: keeps own sites, reports hires.
        Operator = "operator",
        /// 县区经办: works for one reporting unit.
        County = "county",
        /// 市局: works for the whole city.
        City = "city",
        /// 领导/考评: reads.
        Official = "official",
        /// 系统管理员: users, standards, the audit log; sees no person's identity.
        Admin = "admin",
    }
}

/// A signed-in person, with what limits them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// Who.
    pub user: UserId,
    /// The name shown on the page and in histories.
    pub name: String,
    /// What they are here for.
    pub role: Role,
    /// The reporting unit of county staff, or of an official who reads one unit.
    pub unit: Option<UnitCode>,
    /// The business an operator keeps.
    pub operator: Option<OperatorId>,
}

/// Which records a reader may know of. Every query of the store takes one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scope {
    /// Nobody signed in: only what is public.
    Public,
    /// One operator's own records.
    Operator(OperatorId),
    /// The records of one reporting unit.
    Unit(UnitCode),
    /// The whole city.
    City,
}

/// Which cases of sample checks a reader may know of. A case lies in another unit than its checker's own, so that
/// [`Actor::scope`] alone would hide it from the one person who is to look at it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CaseScope {
    /// None.
    Nobody,
    /// Those this person was asked to check, and nothing else of their units.
    Checker(UserId),
    /// Every one, of which only what [`Actor::may`] allows is shown.
    City,
}

impl Actor {
    /// The cases of sample checks this person may know of.
    #[must_use]
    pub fn case_scope(&self) -> CaseScope {
        match (self.role, self.scope()) {
            (Role::County, Scope::Unit(_)) => CaseScope::Checker(self.user),
            (Role::City | Role::Official, Scope::City) => CaseScope::City,
            _ => CaseScope::Nobody,
        }
    }

    /// The records this person may know of. An operator without a business, or county staff without a unit, sees what
    /// the public sees.
    #[must_use]
    pub fn scope(&self) -> Scope {
        match (self.role, &self.unit, self.operator) {
            (Role::Operator, _, Some(operator)) => Scope::Operator(operator),
            (Role::County | Role::Official, Some(unit), _) => Scope::Unit(unit.clone()),
            (Role::City | Role::Official | Role::Admin, None, _) | (Role::City | Role::Admin, Some(_), _) => {
                Scope::City
            }
            (Role::Operator | Role::County, _, _) => Scope::Public,
        }
    }

    /// Whether this person may do this at all; which records, [`Actor::scope`] says.
    #[must_use]
    pub fn may(&self, act: Act) -> bool {
        permits(self.role, act)
    }

    /// As [`Actor::may`], for use with `?`.
    ///
    /// # Errors
    /// [`Forbidden`] if not.
    pub fn must(&self, act: Act) -> Result<(), Forbidden> {
        if self.may(act) { Ok(()) } else { Err(Forbidden { role: self.role, act }) }
    }
}

code! {
    /// Things a person does that not everybody may do.
    pub enum Act: "act" {
        /// See sites that are not public yet, with their applications.
        ReadSites = "read_sites",
        /// Read the file of an application: everybody's points and notes, and what was decided on them.
        ReadDossier = "read_dossier",
        /// Put a site on the register.
        RegisterSite = "register_site",
        /// Take in a list of sites and of the businesses that keep them.
        ImportSites = "import_sites",
        /// Apply for a star.
        SubmitApplication = "submit_application",
        /// Accept, return or refuse an application.
        AcceptApplication = "accept_application",
        /// Enter the scores of a sheet.
        ScoreApplication = "score_application",
        /// Decide an application for the level that awards its star.
        DecideApplication = "decide_application",
        /// Record an inspection on site, with the panel's scores.
        InspectApplication = "inspect_application",
        /// Put a decision on public notice, and record its approval.
        PublishApplication = "publish_application",
        /// Read who objects, and answer.
        AnswerObjection = "answer_objection",
        /// Issue, void and issue anew the certificate of a star.
        IssueCertificate = "issue_certificate",
        /// Re-check a rating, order rectification, lower or end it.
        ReCheckRating = "re_check_rating",
        /// Keep the monthly figures and licences of one's own site, and answer rectification notices.
        KeepSite = "keep_site",
        /// Take in and publish versions of score sheets, and the calendar.
        ManageStandards = "manage_standards",
        /// Report whom one hired.
        ReportHire = "report_hire",
        /// Take in a roster of whom sites hired, for the counties to verify.
        ImportHires = "import_hires",
        /// Verify a hire against the register or send it back.
        VerifyHire = "verify_hire",
        /// See the household register.
        ReadHouseholds = "read_households",
        /// Enter households of one's unit, their members, and every change of them.
        KeepHouseholds = "keep_households",
        /// See an ID number in full, with a reason, on record.
        RevealIdentity = "reveal_identity",
        /// See announced exits and their attributions, names masked.
        ReadExits = "read_exits",
        /// Enter the poverty office's lists of exits.
        AnnounceExits = "announce_exits",
        /// Record that a household fell back, or that its announcement was wrong.
        EndExit = "end_exit",
        /// Record what a household's check against the exit criteria found.
        CheckHousehold = "check_household",
        /// See the records exits rest on, with their papers.
        ReadEvidence = "read_evidence",
        /// Open a scanned paper, on which a full ID number may stand; on record.
        OpenPapers = "open_papers",
        /// Open a scanned paper against a purpose that goes on record.
        AskForPapers = "ask_for_papers",
        /// Keep courses, projects, programmes, businesses and measures, with their papers.
        RecordEvidence = "record_evidence",
        /// Read the dated rules evidence is judged by.
        ReadEvidenceRules = "read_evidence_rules",
        /// Propose the pathway of an exit.
        ProposeAttribution = "propose_attribution",
        /// Verify a colleague's proposal.
        VerifyAttribution = "verify_attribution",
        /// Confirm a pathway for the city.
        ConfirmAttribution = "confirm_attribution",
        /// Read exact tallies.
        ReadTallies = "read_tallies",
        /// Enter a signed letter of targets.
        SetTargets = "set_targets",
        /// Record what an authority published.
        RecordFigure = "record_figure",
        /// Explain why a published figure and the records differ, and close it; two people do.
        SettleFigure = "settle_figure",
        /// Freeze a year; two people do.
        FreezeYear = "freeze_year",
        /// Publish what everybody may see of the tallies.
        PublishTally = "publish_tally",
        /// Seed and draw a sample check; two people do.
        DrawSample = "draw_sample",
        /// Find anew what the papers of another unit's household support.
        CheckSample = "check_sample",
        /// Keep the list of users.
        ManageUsers = "manage_users",
        /// Read the audit log.
        ReadAudit = "read_audit",
    }
}

/// The permission table.
#[must_use]
pub const fn permits(role: Role, act: Act) -> bool {
    use Role::{Admin, City, County, Official, Operator};
    match act {
        Act::ReadSites => true,
        Act::SubmitApplication | Act::ReportHire | Act::KeepSite => matches!(role, Operator),
        Act::RegisterSite => matches!(role, Operator | County | City),
        Act::AcceptApplication | Act::ScoreApplication | Act::DecideApplication | Act::ImportSites => {
            matches!(role, County | City)
        }
        Act::VerifyHire | Act::ProposeAttribution | Act::VerifyAttribution | Act::CheckSample => {
            matches!(role, County)
        }
        Act::ReadHouseholds
        | Act::KeepHouseholds
        | Act::RevealIdentity
        | Act::CheckHousehold
        | Act::OpenPapers
        | Act::RecordEvidence => {
            matches!(role, County | City)
        }
        Act::ReadExits | Act::ReadEvidence => matches!(role, County | City | Official),
        Act::AskForPapers => matches!(role, Official),
        Act::ConfirmAttribution
        | Act::ImportHires
        | Act::AnnounceExits
        | Act::EndExit
        | Act::RecordFigure
        | Act::SettleFigure
        | Act::FreezeYear
        | Act::PublishTally
        | Act::DrawSample
        | Act::InspectApplication
        | Act::PublishApplication
        | Act::AnswerObjection
        | Act::IssueCertificate
        | Act::ReCheckRating => matches!(role, City),
        Act::ReadTallies | Act::ReadDossier | Act::ReadEvidenceRules => {
            matches!(role, County | City | Official | Admin)
        }
        Act::SetTargets => matches!(role, City | Admin),
        Act::ManageUsers | Act::ReadAudit | Act::ManageStandards => matches!(role, Admin),
    }
}

/// The refusal of an act to a role.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{role} may not {act}")]
pub struct Forbidden {
    /// The asker's role.
    pub role: Role,
    /// What was asked for.
    pub act: Act,
}

impl Refusal for Forbidden {
    fn message(&self) -> Message {
        Message::new("error-forbidden").with_code("role", self.role).with_code("act", self.act)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_both_proposes_and_confirms() {
        for role in <Role as super::super::codes::Code>::ALL {
            assert!(!(permits(*role, Act::ProposeAttribution) && permits(*role, Act::ConfirmAttribution)));
        }
    }

    #[test]
    fn a_case_is_known_to_its_checker_and_to_whoever_reads_the_whole_city() {
        let actor = |role, unit: Option<&str>| Actor {
            user: UserId(7),
            name: String::new(),
            role,
            unit: unit.map(|unit| unit.parse().unwrap()),
            operator: None,
        };
        assert_eq!(actor(Role::County, Some("450721")).case_scope(), CaseScope::Checker(UserId(7)));
        assert_eq!(actor(Role::City, None).case_scope(), CaseScope::City);
        assert_eq!(actor(Role::Official, None).case_scope(), CaseScope::City);
        let nobody = [
            actor(Role::County, None),
            actor(Role::Official, Some("450721")),
            actor(Role::Admin, None),
            actor(Role::Operator, None),
        ];
        assert!(nobody.iter().all(|one| one.case_scope() == CaseScope::Nobody));
    }

    #[test]
    fn county_staff_without_a_unit_see_what_the_public_sees() {
        let actor =
            Actor { user: UserId(1), name: String::new(), role: Role::County, unit: None, operator: None };
        assert_eq!(actor.scope(), Scope::Public);
    }
}
