application-list-title = Applications for a star
application-count = { $n ->
    [one] 1 application
   *[other] { $n } applications
}
application-applied-by = Applications for a star made by { $day } (applied for, not awarded; those withdrawn or rejected since are among them). The stage is today’s.
application-inspected-by = Applications inspected on site by { $day }. The stage is today’s.
application-filter-text = Number, name or village
application-number = Number
application-star = Star applied for
application-star-hint = Applying is not being awarded; the star awarded is never above the one applied for
application-stage = Stage
application-due-on = Limit
application-year = First submitted
application-year-of = { $year }
application-submitted-on = Submitted on
application-left = { $n ->
    [one] 1 working day left
   *[other] { $n } working days left
}
application-late = { $n ->
    [one] 1 working day late
   *[other] { $n } working days late
}
application-none = No application for a star yet.
application-none-own = You have not applied for a star yet.
application-none-found = No application matches.
application-apply = Apply for a star
application-site = Site
application-site-blank = Choose one
application-note = Remarks
application-note-hint = For example, what was built or rebuilt
application-what-happens = The county's tourism office answers within 10 working days whether it accepts. If something is missing, you are told all of it at once.
application-submit = Submit
application-no-site = No site can apply now: register one first, or wait until the application under way is decided.
application-to-sites = See my sites
application-for = applies for { $star }
application-holds = Holds
application-to-site = See the site
application-to-rating = See the star
application-not-yet = not yet
application-led-to = Result:
application-history = History

application-waiting-returned = { $n ->
    [one] { $n } application was returned to be completed
   *[other] { $n } applications were returned to be completed
}
application-waiting-submitted = { $n ->
    [one] { $n } application waits to be accepted
   *[other] { $n } applications wait to be accepted
}
application-waiting-accepted = { $n ->
    [one] { $n } application waits to be scored
   *[other] { $n } applications wait to be scored
}
application-waiting-reviewed = { $n ->
    [one] { $n } application waits for a decision
   *[other] { $n } applications wait for a decision
}
application-waiting-inspection = { $n ->
    [one] 1 application waits for an inspection
   *[other] { $n } applications wait for an inspection
}

application-stage-draft = draft
application-stage-submitted = submitted
application-stage-returned = to be completed
application-stage-accepted = accepted
application-stage-refused = not accepted
application-stage-first-reviewed = reviewed
application-stage-inspected = inspected
application-stage-decided = decided
application-stage-noticed = in public notice
application-stage-approved = approved
application-stage-awarded = awarded
application-stage-rejected = rejected
application-stage-withdrawn = withdrawn

application-step-submit = submit
application-step-return = return for completion
application-step-accept = accept
application-step-refuse = refuse to accept
application-step-review = complete the review
application-step-reopen = return for new scores
application-step-inspect = inspect
application-step-decide = decide
application-step-announce = announce
application-step-uphold-objection = uphold an objection
application-step-approve = approve
application-step-award = award
application-step-reject = reject
application-step-disapprove = not approve
application-step-withdraw = withdraw
application-step-decide-short = decide (short form)
application-step-award-short = award (short form)
application-step-reject-short = reject (short form)

intake-heading = Acceptance
intake-what = Accept if the papers are complete; if not, return them once with everything that is missing.
intake-accept = Accept
intake-reason-hint = The applicant reads it.
intake-return = Return for completion
intake-refuse = Refuse to accept

score-total = County's total
score-reached = points: { $star } reached
score-reached-none = points: not one star yet
score-open = { $n ->
    [0] Every item has points
    [one] 1 item has no points yet
   *[other] { $n } items have no points yet
}
score-short = { $points } points short of { $star }.
score-bonus-short = { $points } bonus points short of { $star }.
score-part-short = { $star } asks for a share of every part; { $part } is { $points } points short.
score-missed = Mandatory items missing for { $star }: { $items }.
score-visits = { $star } needs { $visits } visits a year or more; the last 12 months on record are { $short } short.
score-scale = Total { $total } of { $max }; the lines are the stars' thresholds
score-mandatory-met = { $n ->
    [one] The mandatory item is met
   *[other] All { $n } mandatory items are met
}
score-mandatory-missed = { $n } of { $of } mandatory items not met: no star is possible
score-reckon = Reckon
score-save = Save draft
score-complete = Complete the review
score-complete-what = Once complete, points can no longer be changed; who entered points takes no part in the decision.

decision-heading = Decision
decision-opinion = Opinion
decision-what = The scoring rule computes the star, never above the one applied for. Points cannot be changed here.
decision-agree = Agree: { $star }
decision-agree-hint = as the points say
decision-lower = Award { $star }
decision-reason-hint = A reason is owed if it differs from what the points say
decision-reopen = Return for new scores
decision-reopen-hint = If points are wrong: back to who entered them, saying what is wrong
decision-reject = Reject
decision-reject-hint = A reason is owed; the applicant sees it
decision-reason = Reason
decision-submit = Submit the opinion
decision-effect = An award takes effect at once: certificate, plaque, and the public star register.
decision-outcome = Outcome
decision-reached = Points reach
decision-agrees = as the points say
decision-by = Decided by
decision-short-form = Short form: no inspection and no public notice took place.

notice-application-submitted = Submitted. You will have an answer within 10 working days.
notice-application-accepted = Accepted. The review can begin.
notice-application-returned = Returned for completion.
notice-application-refused = Recorded as not accepted.
notice-scores-saved = Draft saved.
notice-scores-complete = The review is complete and waits for somebody else's decision.
notice-application-awarded = Awarded. The star register is up to date.
notice-application-rejected = Recorded as rejected.
notice-application-reopened = Returned for new scores.

error-application-step = This application is “{ $stage }”; the step “{ $step }” is not open. What can be done: { $open }.
error-application-ended = This application is “{ $stage }”; the step “{ $step }” is no longer open.
error-application-site-closed = This site has closed and cannot apply.
error-application-no-sheet = No score sheet is in force for the kind “{ $kind }”, so it cannot apply for now
error-application-under-way = This site has an application under way; it can apply again once that is decided.
error-verdict-above-reached = The points do not reach: { $star }
error-verdict-above-applied = The application is for: { $applied }; { $star } cannot be awarded
error-verdict-reason = Give a reason

level-county = county
level-city = city
level-region = autonomous region

hand-scorer = first reviewer
hand-inspector = inspector
hand-decider = decider

application-waiting-draft = { $n ->
    [one] { $n } application is still a draft
   *[other] { $n } applications are still drafts
}
application-queue = Waiting
application-queue-all = All
application-queue-draft = Drafts
application-queue-completion = To complete
application-queue-acceptance = To accept
application-queue-scores = To score
application-queue-county-decision = To decide
application-queue-inspection = To inspect
application-queue-city-decision = To decide

track-submitted = Application
track-accepted = Acceptance
track-first-reviewed = County review
track-inspected = Inspection
track-decided = Decision
track-noticed = Public notice
track-awarded = Award
track-ended = { $stage }
track-now = Under way
track-inspectors = { $n } inspectors

completion-title = Notice of what to complete
completion-print = See the notice of what to complete, for print
completion-earlier = What was to be completed before
completion-what = List everything at once. The return comes with one notice, which the applicant reads.
completion-needs = Papers missing or not in order
completion-others = What else is to be completed
completion-about = What is missing
completion-remedy = What to do
completion-more = 5 more rows
completion-note = Remarks
completion-send = Return with this notice
completion-need-form = Application form
completion-need-business-licence = Business licence
completion-need-hygiene-licence = Hygiene licence
completion-need-fire-safety = Fire safety certificate
completion-need-food-licence = Food licence
completion-need-special-trade = Special trade licence
completion-need-pledge = Pledge of no violations
completion-need-self-assessment = Self-assessment
completion-need-photos = Photos and proofs
completion-need-visits = Visits of the last 12 months
completion-remedy-form = Complete, signed by the legal representative, sealed
completion-remedy-business-licence = A valid copy, sealed
completion-remedy-hygiene-licence = A valid copy, sealed
completion-remedy-fire-safety = A valid copy, sealed
completion-remedy-food-licence = A valid copy, sealed
completion-remedy-special-trade = A valid copy, sealed, where there is lodging
completion-remedy-pledge = Signed by the legal representative
completion-remedy-self-assessment = Points for each item, with the reason where points are lost
completion-remedy-photos = By item, one at least for each
completion-remedy-visits = Report the visits of the last 12 months with the monthly figures

score-heading = First review
score-total-panel = Total of the inspection
score-above = { $points } points above the line of { $star }

check-year = Open for 12 months when it applied
check-year-not = Open for less than 12 months when it applied
check-inspectors = { $n } inspectors, none barred

inspection-heading = Inspection on site
inspection-heading-round = Inspection on site (round { $n })
inspection-round = Round { $n }
inspection-what = Two inspectors or more go there and score every item. Their scores decide the star.
inspection-open = Enter the inspection
inspection-panel = The panel
inspection-on = Day
inspection-place = Place
inspection-inspectors = Inspectors
inspection-inspectors-hint = Two at least, experts counted. Whoever scored or decided is not listed, nor the applicant.
inspection-experts = Experts from elsewhere
inspection-experts-hint = By name and organisation; nobody of the applicant's
inspection-expert-name = Name
inspection-expert-from = Organisation
inspection-more-experts = 2 more rows
inspection-remarks = Findings
inspection-note = Note
inspection-note-hint = A note is owed where an item differs from the county by more than 10% of its most
inspection-complete = Complete the inspection
inspection-complete-what = Points cannot be changed afterwards. Somebody else decides.

decision-level = Level
decision-agree-notice = Put on public notice, then approved by the competent authority
decision-inspect = Send to inspection
decision-inspect-hint = Not in the short form: the city inspects on site
decision-document = Document of the region
decision-document-hint = For example 桂旅发〔2017〕12 号
decision-document-on = Day of the document
decision-effect-notice = A star goes on public notice; a rejection ends the case. The reason is public with the notice.

notice-application-decided = Decided; the public notice comes next.
notice-application-forwarded = Sent to the city for inspection.
notice-inspection-saved = The draft of the inspection is saved.
notice-inspection-complete = The inspection is complete; somebody else decides.

error-hand = { $name } is { $has } of this application. Review, inspection and decision are by different people, so they cannot be { $wanted }.
error-hand-meanwhile = { $name } has just taken another part in this application. Load the page again.
error-completion-none = Name at least one thing to complete
error-inspectors-few = { $n } inspectors at least
error-inspector-of-applicant = { $name } is the applicant's and cannot inspect
error-inspector-twice = { $name } is named twice
error-inspector-unknown = Choose inspectors from the list, or name them as experts
error-inspection-future = The day of the inspection cannot be after today
error-inspection-early = The day of the inspection cannot be before the acceptance on { $day }
error-inspection-not-asked = This application waits for the county's decision; it was not sent to inspection.
error-inspection-done = The inspection of this round is complete.
error-inspection-owed = After an upheld objection the site is inspected anew; only then can it be decided.
error-panel-note = “{ $item }” differs much from the county; say why
error-application-forwarded = This application was sent to the city for inspection and is not decided in the short form any more.
error-decision-level = An application for { $star } is decided by: { $level }.
error-decision-document = Give the number of the region's document
error-decision-document-day = The document's day cannot be after today
