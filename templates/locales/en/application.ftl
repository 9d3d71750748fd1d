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
application-step-withdraw = withdraw
application-step-decide-short = decide (short form)
application-step-award-short = award (short form)
application-step-reject-short = reject (short form)

intake-heading = Acceptance
intake-what = Accept if the papers are complete; if not, return them once with everything that is missing.
intake-accept = Accept
intake-not-accept = Return or refuse
intake-reason-hint = The applicant sees this; on a return, name everything at once
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
error-decider-scored = You entered points on this application and cannot decide it. Ask a colleague or the city's staff.
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
