# letters of targets, and progress
target-title = Targets and progress
target-new = Enter a letter of targets
target-new-lead = As it was signed. A letter cannot be changed once entered; one signed later for the same year takes its place from its day on.
target-none = No letter of targets for { $year } has been entered yet.
target-year = Year of the targets
target-letter-title = Title of the letter
target-letter-title-hint = Such as 钦州市2017年旅游扶贫目标责任书
target-document = Document number
target-document-hint = Such as 钦旅责〔2017〕1号
target-signed-on = Signed on
target-signed-on-hint = Such as 2017-01-12
target-tolerance = May lie behind by
target-tolerance-hint = By more percentage points than this behind the calendar, a target counts as behind. Exits are announced a few times a year; usually 10
target-points = percentage points
target-goals = Targets
target-both = persons / households
target-goals-none = This letter sets no target for your unit.
target-goals-hint = Give each unit's total, or all five pathways. Leave empty what the letter does not say; give 0 where it says 0. Households may be left out.
target-whole = Total
target-in-persons = { $what } (persons)
target-in-households = { $what } (households)
target-note = Note
target-consequence = Once entered it can be neither changed nor deleted; who entered it and when is kept in the audit log.
target-save = Enter the letter
target-letters = Letters
target-signed = signed on { $day }
target-in-force = in force
target-replaced = replaced
target-compare = See the progress
target-comma = {", "}

target-year-over = the year is over
target-year-elapsed = { $share } of the year has passed
target-target = Target
target-done = Confirmed
target-completion = Share done
target-remaining = Missing
target-under-way = Under way
target-same-period = Same period last year
target-change = Against it
target-last-year = All of last year
target-standing = Progress
target-same-period-more = { $n ->
    [0] as many as in the same period last year (months 1–{ $month })
   *[other] { $n } { $unit } more than in the same period last year (months 1–{ $month })
}
target-same-period-fewer = { $n } { $unit } fewer than in the same period last year (months 1–{ $month })
target-no-last-year = nothing confirmed of { $year }
target-by-unit-scrolls = Targets and progress by unit; scrolls sideways
target-by-pathway-scrolls = Targets and progress by pathway; scrolls sideways

target-risks = Targets at risk
target-risks-n = { $n ->
    [one] { $n } target
   *[other] { $n } targets
}
target-no-risks = No target is behind or missed.
target-without = Units the letter sets no target for: { $places }.
target-risk-is = : target { $target } { $unit }, confirmed { $done } { $unit } ({ $share }); {""}
target-risk-behind = { $points } percentage points behind the calendar, more than the { $tolerance } allowed. {""}
target-risk-even-then = { $n } { $unit } are under way: too few, even if all are confirmed.
target-risk-under-way = { $n } { $unit } are under way: enough, if all are confirmed.
target-risk-short = The year is over, with { $n } { $unit } missing.

target-trend = Month by month
target-trend-note = by month of announcement
target-month = Month
target-in-month = In the month
target-so-far = So far
target-even = Even pace
target-before = Last year so far
target-rule-done = Confirmed: attributions the city confirmed, counted as on the page of exits through tourism. Under way: proposed by a county, not yet confirmed by the city
target-rule-standing = Met: confirmed are no fewer than the target. Behind: during the year the share done lies more than { $tolerance } percentage points behind the calendar. Missed: fewer than the target when the year is over
target-rule-same-period = Exits announced in months 1–{ $month } of the year before; — if there is nothing of that year

target-standing-met = met
target-standing-on-track = on track
target-standing-behind = behind
target-standing-short = missed

notice-target-recorded = The letter of targets is entered.

error-target-year = Give the year as four digits from 2014 to 2100, such as 2017
error-target-not-signed-yet = The day of signing lies in the future
error-target-signed-elsewhen = It should have been signed in the year of its targets or the year before
error-target-tolerance = Give 0 to 50
error-target-nothing = Give at least one unit's target
error-target-number = Give a number of persons from 0 to 10 million
error-target-more-households = There cannot be more households than persons
error-target-not-tourism = There is no tourism target for what is outside tourism
error-target-no-whole = Give the total, or all five pathways
error-target-not-the-sum = The total is { $whole }, the five pathways add up to { $sum }
error-target-parts-exceed = The pathways already add up to more than the total
error-target-persons-too = Give the persons, too, where households are given
error-target-recorded = A letter of this number has been entered for this year already
