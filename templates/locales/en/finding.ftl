# whether evidence is enough: there, missing, contradicting
finding-there = There
finding-missing = Missing
finding-contradicts = Contradicts
evidence-need-required = Required
evidence-need-expected = Expected
finding-stops = { $found } · required

finding-is-employment = The county verified the hire, held before the announcement
finding-is-village-industry = Paid by a supported village's tourism programme before the announcement
finding-is-training = The course was completed, and a job found after it and before the announcement
finding-is-major-project = Received from a listed project before the announcement
finding-is-self-start = Own licence or registration with support, before the announcement
finding-is-non-tourism = A measure outside tourism, received before the announcement
finding-months = { $of }: { $held } { $held ->
    [one] month
   *[other] months
  }; the rule asks for { $asked }
finding-months-short = { $of }: { $held } { $held ->
    [one] month
   *[other] months
  }, short of the { $asked } the rule asks for
evidence-months-employment = At work before the announcement
evidence-months-training = In the job found until the announcement
evidence-months-self-start = Licensed until the announcement
finding-amount = { $of }: { $has } yuan; the rule asks for { $asked }
finding-amount-short = { $of }: { $has } yuan, below the { $asked } the rule asks for
finding-paper = { $kind }: { $n }
finding-paper-missing = No { $kind }
finding-paper-faulty = The file of the { $kind } is missing or was changed
finding-faulty = { $n } { $n ->
    [one] paper has a file that is
   *[other] papers have files that are
  } missing or changed
finding-left-before = Left before the announcement ({ $on })
finding-wages = Wages confirmed for { $months } { $months ->
    [one] month
   *[other] months
  }; the rule asks for { $asked } at work
finding-wages-short = Wages confirmed for { $months } { $months ->
    [one] month
   *[other] months
  } only; the rule asks for { $asked } at work
finding-wage-low = Some month paid only { $lowest } yuan, below the { $asked } the rule asks for
finding-outside-year = The programme is of { $year }, the payment of { $on }
finding-check = The income a head found by the check exceeds the year's line
finding-check-missing = No check against the exit criteria
finding-check-below = The income a head found by the check does not exceed the year's line
finding-check-no-line = No line of the year is recorded to compare the check's income with
finding-income = The check says { $said } yuan net income, less than the { $documented } yuan the papers show
finding-two-jobs = { $n } { $n ->
    [one] person has
   *[other] people have
  } two hires at one time
finding-at-work-already = { $n } { $n ->
    [one] person was
   *[other] people were
  } at work in tourism before the course ended, so the job after it is not due to it

finding-list = Check of the evidence
finding-beside = Papers and check compared
finding-beside-lead = For information; it stops nothing.
finding-enough = Enough
finding-not-enough = Not enough
finding-counts-as-benefit = Counts as benefit
finding-rule = Evidence rules of { $year }
finding-no-rule = No evidence rules are recorded for { $year }; the default holds: six months at work, no papers required.
finding-blocked-verify = The evidence is not enough to be verified. What is missing or contradicts stands under the evidence; complete it first.
finding-blocked-confirm = The evidence is not enough to be confirmed. What is missing or contradicts stands under the evidence; complete it first.
finding-to-papers = Add papers

# suggestion
suggestion-only = Suggested: { $pathway }. Reason: “{ $title }” has everything required, and no other pathway has.
suggestion-before = Suggested: { $pathway }. Reason: “{ $title }” has everything required, and the written order puts it before “{ $other }”.
suggestion-note = A suggestion only; the clerk chooses.

# after an attribution
evidence-other-title = Other measures
evidence-other-lead = What else reached this household. It counts as benefit, not as an exit: an exit has one pathway.
evidence-other-none = No other measure is recorded for this household.

# before freezing: confirmed with too little evidence
insufficient-title = Confirmed in { $year } with too little evidence
insufficient-lead = The city confirmed these, but the evidence rules of the year find something required missing. Add it, or the city replaces or withdraws them.
insufficient-count = { $n } { $n ->
    [one] household
   *[other] households
  }
insufficient-missing = Missing or contradicting
insufficient-none = Every confirmed household has enough evidence.
snapshot-check-insufficient = { $n ->
    [0] Every confirmed household has enough evidence
    [one] { $n } confirmed household has too little evidence by the year's rules
   *[other] { $n } confirmed households have too little evidence by the year's rules
}
error-attribution-insufficient = The evidence is not enough yet: { $missing }. Add it on the page of the evidence's papers, then try again; if the pathway is another, withdraw this and use other evidence.
