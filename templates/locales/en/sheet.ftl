sheet-heading = Score sheet
sheet-constructed = The points are constructed examples, not the official sheet.
sheet-official = The official sheet.
sheet-basis = Basis: { $basis }
sheet-version = { $code }, version { $version }, in use since { $day }
sheet-folded = Weighted for the trade: { $trade }
sheet-item = Item
sheet-max = Most
sheet-self = Own
sheet-county = County
sheet-rate = Share of the most
sheet-difference = Difference
sheet-points = Points
sheet-coefficient = counted at { $coefficient }
sheet-not-counted = does not count for this trade
sheet-mandatory = mandatory
sheet-bonus = bonus
sheet-total = Total
sheet-by-item = Item by item
sheet-rate-note = The bar is the county's share of the most, the line the operator's own.
sheet-panel = Panel
sheet-before = Round before
sheet-below-self = { $points } below the self-assessment
sheet-above-self = { $points } above the self-assessment
sheet-colon = {": "}
sheet-semicolon = {"; "}
sheet-rate-note-panel = Bars are the panel's share of the most; lines the self-assessment. Scores cannot be changed here.

error-sheet-form = The file is no score sheet: { $reason }
error-sheet-subject = Unknown kind of site “{ $name }”; write 乡村旅游区, 农家乐 or 民宿
error-sheet-trade = { $place }: unknown trade “{ $name }”; write 餐饮型, 住宿型 or 综合型
error-sheet-unknown = { $place }: there is no field “{ $field }”; check its spelling
error-sheet-blank = { $place }: { $field } is empty
error-sheet-range = { $place }: { $field } must be from { $min } to { $max }
error-sheet-part-sum = { $place }: { $stated } points stated, its items add up to { $counted }
error-sheet-total-sum = { $stated } points stated in all, the parts add up to { $counted }
error-sheet-no-items = { $place }: it has no items
error-sheet-coefficient = { $place }: the coefficient “{ $found }” for { $trade } is wrong; it is from 0 to 1, with two decimals at most
error-sheet-no-coefficient = { $place }: the coefficient for { $trade } is missing
error-sheet-repeated-item = { $place }: two items have this code
error-sheet-repeated-part = { $place }: two parts have this code
error-sheet-tiers-fall = { $place }: its tiers must rise
error-sheet-tiers-end = { $place }: its highest tier is { $last }, its most { $max }; they must be equal
error-sheet-thresholds = There must be one line for each star, from one to five
error-sheet-falling = The line of { $star } is not above the one before
error-sheet-out-of-reach = The most for { $trade } without bonus is { $reach } points; { $star } asks for { $line }
error-sheet-bonus-out-of-reach = The most bonus for { $trade } is { $reach } points; { $star } asks for { $line }
error-sheet-no-terms = The terms are missing: who awards each star, days of notice, years of validity and to the re-check, number patterns
error-sheet-awarding = { $star }: “{ $found }” is no level that awards; write county, city or region
error-sheet-pattern = The number pattern “{ $found }” ({ $paper }, { $level }) is wrong: { $why }
error-sheet-re-check = The re-check must not come after the rating has ended

sheet-place-whole = Whole sheet
sheet-pattern-no-year = {"{"}year{"}"} is missing
sheet-pattern-no-seq = {"{"}seq{"}"} is missing
sheet-pattern-placeholder = an unknown placeholder; there are {"{"}kind{"}"}, {"{"}year{"}"}, {"{"}seq{"}"} and {"{"}seq:4{"}"}
sheet-pattern-bracket = a bracket is left open
sheet-pattern-character = a character no number carries
sheet-pattern-long = longer than 40 characters

sheet-field-code = code
sheet-field-basis = basis
sheet-field-name = name
sheet-field-max = most
sheet-field-tier = tier
sheet-field-min-total = total
sheet-field-min-bonus = least bonus
sheet-field-min-part-percent = least share of each part
sheet-field-min-annual-visits = least visits in a year
sheet-field-notice-days = days of public notice
sheet-field-valid-years = years of validity
sheet-field-re-check-years = years to the re-check
sheet-field-awarding-source = source of who awards
sheet-field-notice-source = source of the days of notice
sheet-field-validity-source = source of the validity
sheet-field-re-check-source = source of the re-check
sheet-field-certificate-source = source of the certificate numbers
sheet-field-plaque-source = source of the plaque numbers
sheet-paper-certificate = certificate
sheet-paper-plaque = plaque

error-points-range = Enter a whole number from 0 to { $max }
error-points-tier = Choose one tier: { $tiers }, or 0
error-points-open = “{ $item }” has no points yet; enter 0 for none
error-points-item = The sheet has no such item
error-points-number = Enter whole points, for example 12

score-column-self = own
score-column-county = county
score-column-panel = panel

error-scores-changed = A colleague saved this sheet after you opened it. What you typed is still below and not saved yet; compare, then save again
error-points-differ = { $item }: a colleague gave { $theirs } points, you typed { $mine }
error-points-filled-in = { $item }: a colleague gave { $theirs } points, which now stand where you had none

sheet-list-title = Standards
sheet-list-lead = Each kind of site is judged by the version in force that day; an application keeps the version it was submitted under.
sheet-new = Upload a version
sheet-template = Blank workbook (xlsx)
sheet-code = Code and version
sheet-version-n = Version { $n }
sheet-subject = For
sheet-state = State
sheet-valid-from = In force from
sheet-valid-to = Until before
sheet-used = Applications under it
sheet-used-n = { $n ->
    [one] { $n } application
   *[other] { $n } applications
}
sheet-uploaded = Uploaded
sheet-published = Published
sheet-by-program = came with the program
sheet-not-official = constructed, not official
sheet-is-official = official
sheet-without = No standard is in force for these kinds of site, so they cannot apply for a star: { $kinds }
sheet-comma = {", "}
sheet-none = There are no standards yet.
sheet-file = The standard's file (JSON or xlsx)
sheet-file-hint = A workbook has the layout of the blank one: 细则, 星级 and 规则.
sheet-text = Or its JSON as text
sheet-upload = Upload and check
sheet-upload-lead = What you upload is a draft and is checked item by item. It can be published once nothing is wrong, and never changes after that.
sheet-lead = { $total } points, { $parts } parts, { $items } items.
sheet-parts = Items
sheet-part-coefficient = { $trade } × { $coefficient }
sheet-tiers = Tiers
sheet-any-points = any points
sheet-all-or-nothing = the most or nothing
sheet-between-tiers = points between tiers
sheet-named = the standard's own name
sheet-lines = What each star asks for
sheet-lines-note = A star is reached if all it asks for is; without a mandatory item there is no star at all.
sheet-star = Star
sheet-least-total = Total
sheet-least-bonus = Bonus
sheet-least-percent = Share of each part
sheet-least-visits = Visits a year
sheet-reach = Most by trade
sheet-alike = All trades are judged alike.
sheet-terms = Terms
sheet-term-award = Awarded by
sheet-term-awards = { $star }: { $level }
sheet-term-notice = Public notice
sheet-term-notice-days = { $n ->
    [one] { $n } working day
   *[other] { $n } working days
}
sheet-term-validity = Valid
sheet-term-years = { $n ->
    [one] { $n } year
   *[other] { $n } years
}
sheet-term-re-check = Re-check
sheet-term-re-check-years = { $n ->
    [one] { $n } year after the award
   *[other] { $n } years after the award
}
sheet-term-certificate = Certificate numbers
sheet-term-plaque = Plaque numbers
sheet-term-number = { $level }: { $pattern }
sheet-source = Source: { $source }
sheet-no-source = no source given
sheet-download-json = JSON
sheet-download-xlsx = xlsx
sheet-bad = { $n ->
    [one] { $n } fault
   *[other] { $n } faults
}
sheet-bad-next = Put them right and upload again; then it can be published.
sheet-good = Nothing is wrong; it can be published.
sheet-cannot-show = The file cannot be read as a whole sheet; only its faults are listed.
sheet-publish = Publish
sheet-publish-hint = Not before today. The version in force until then ends the day before; applications submitted under it keep it. What is published never changes.
sheet-discard = Delete the draft
sheet-changes = Against { $code }, version { $n }
sheet-no-changes = Items and terms are the same.
sheet-change-added = Added { $code } { $name } ({ $max } points)
sheet-change-removed = Removed { $code } { $name } ({ $max } points)
sheet-change-points = { $code } { $name }: { $from } points before, { $to } now
sheet-change-renamed = { $code }: “{ $from }” is now “{ $name }”
sheet-change-tiers = { $code } { $name }: other tiers
sheet-change-mandatory = { $code } { $name }: now mandatory
sheet-change-not-mandatory = { $code } { $name }: no longer mandatory
sheet-change-partial = { $code } { $name }: partial points now
sheet-change-not-partial = { $code } { $name }: no partial points any more
sheet-change-coefficient = { $part }, { $trade }: coefficient { $from } before, { $to } now
sheet-change-line = { $star }, { $field }: { $from } before, { $to } now
sheet-change-level = { $star } awarded by { $from } before, { $to } now
sheet-change-term = { $field }: { $from } before, { $to } now
sheet-change-pattern = Numbers ({ $paper }, { $level }): { $from } before, { $to } now
sheet-state-draft = draft
sheet-state-published = published, not yet in force
sheet-state-in-force = in force
sheet-state-superseded = superseded
sheet-see = See the whole standard
sheet-cell-number = it must be a whole number
sheet-cell-empty = it is empty
sheet-cell-yes = write 是 or 否
sheet-cell-tiers = write tiers as 15/25/35
sheet-cell-coefficient = a coefficient is a number from 0 to 1
sheet-cell-part = it differs from the first row of its part
sheet-cell-star = write 一星 to 五星
notice-sheet-uploaded = Uploaded as a draft; what the check found is below.
notice-sheet-published = Published.
notice-sheet-discarded = The draft is deleted.
error-sheet-published = This version is published: it neither changes nor goes. Upload a new version instead.
error-sheet-first-day-past = The first day cannot have passed
error-sheet-first-day-before = A version of this kind is in force from { $day }; a new one cannot begin earlier
error-sheet-file = The file is neither JSON nor xlsx
error-sheet-nothing = Pick a file, or paste its JSON
error-sheet-workbook = The workbook cannot be opened; save it anew in Excel or WPS and upload it again
error-sheet-missing = The sheet “{ $sheet }” is missing
error-sheet-columns = “{ $sheet }” lacks these columns: { $columns }
error-sheet-term = “{ $sheet }” lacks the row “{ $term }”
error-sheet-cell = “{ $sheet }” row { $row }, column { $column }: { $why }
