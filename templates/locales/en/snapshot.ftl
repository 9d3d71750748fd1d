# Freezing a year
snapshot-title = Frozen years
snapshot-lead = Freezing seals a year household by household under one root. Two people do it; nothing changes silently afterwards.
snapshot-none = The city has confirmed nothing yet.
snapshot-not-yet = Not frozen yet.
snapshot-counts-now = { $persons } people, { $households } households now
snapshot-look = Check and ask for freezing
snapshot-look-again = Check and ask for another freezing
snapshot-revision = Revision
snapshot-number = Revision { $n }
snapshot-stage = Status
snapshot-cut-off = True at
snapshot-root = Root
snapshot-before = Before { $year } is frozen
snapshot-of = Snapshot of { $year } · revision { $n }
snapshot-checks = Looked at before freezing
snapshot-check-sums = { $n ->
    [0] Every total is the sum of its households
    [one] { $n } total is not the sum of its households
   *[other] { $n } totals are not the sums of their households
}
snapshot-check-empty = { $n ->
    [0] There are confirmed households
   *[other] The city confirmed no household of this year
}
snapshot-check-unchanged = { $n ->
    [0] There is something to freeze
   *[other] Nothing changed since the year was frozen
}
snapshot-check-unattributed = { $n ->
    [0] Every announced household is attributed
    [one] { $n } announced household is not attributed and would not count
   *[other] { $n } announced households are not attributed and would not count
}
snapshot-check-unconfirmed = { $n ->
    [0] The city confirmed every attribution
    [one] { $n } household's attribution is not confirmed and would not count
   *[other] { $n } households' attributions are not confirmed and would not count
}
snapshot-check-without-paper = { $n ->
    [0] Every record of evidence has its papers
    [one] { $n } household's evidence has no paper
   *[other] { $n } households' evidence has no paper
}
snapshot-check-year-runs = { $n ->
    [0] The year is over
   *[other] The year is not over
}
snapshot-stops = must be put right first
snapshot-see-list = See the list
snapshot-ask = Ask for freezing
snapshot-ask-what = Another person of the city looks at it and freezes the year; until then it can be withdrawn.
snapshot-reason-hint = Owed if something above is not finished or the year was frozen before: say why it is frozen now.
snapshot-stopped = Something must be put right before the year can be frozen.
snapshot-proposed-by = Asked for by { $who }
snapshot-second = The second person
snapshot-second-what = Freezing seals every household as confirmed at that moment. Afterwards the year's attributions no longer change; corrections are shown as differences and lead to a new revision.
snapshot-freeze = In order, freeze it
snapshot-withdraw = Withdraw
snapshot-waits-for-another = Waits for another person of the city; nobody agrees to their own request.
snapshot-table = Pathways by county or district
snapshot-both = { $persons } / { $households }
snapshot-both-note = people / households
snapshot-differences = Differences from the frozen numbers
snapshot-since = Changes since
snapshot-since-nothing = The numbers now are the frozen ones.
snapshot-unit = County or district
snapshot-month = Month
snapshot-then = Frozen
snapshot-now = Now
snapshot-by = Difference
snapshot-seal = Seal and check
snapshot-rows = Households and rule
snapshot-people = Done by
snapshot-two = asked for by { $first }, frozen by { $second }
snapshot-how = How to check it
snapshot-how-what = Download the snapshot and run xingtu verify FILE --root ROOT on any computer: it names the first row that was changed.
snapshot-file = Download the snapshot
snapshot-others = Other revisions of the year
snapshot-open-title = Roots of the frozen years
snapshot-open-lead = Each frozen year has a published root, by which whoever has a snapshot's file can check it.
snapshot-open-none = No year is frozen yet.
snapshot-proof = Download the proof of inclusion ({ $year })
snapshot-stage-proposed = waiting
snapshot-stage-frozen = frozen
snapshot-stage-withdrawn = withdrawn
snapshot-step-freeze = freeze
snapshot-step-withdraw = withdraw
notice-snapshot-proposed = Asked for; another person of the city freezes the year.
notice-snapshot-frozen = Frozen, and the root is made.
notice-snapshot-withdrawn = The request to freeze was withdrawn.
error-snapshot-own-proposal = Whoever asked for the freezing cannot agree to it: another person of the city does.
error-snapshot-frozen = This revision is frozen and no longer changes.
error-snapshot-withdrawn = This request was withdrawn; ask anew.
error-snapshot-open = Somebody asked for this year's freezing already; it waits for a second person.
error-snapshot-sums = A total is not the sum of its households, so the year cannot be frozen. The administrator finds out with xingtu doctor.
error-snapshot-empty = The city confirmed no household of this year: there is nothing to freeze.
error-snapshot-unchanged = Nothing changed since the year was frozen: no need to freeze it again.
