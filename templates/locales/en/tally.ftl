# the tally page
tally-title = Exits from poverty through tourism
tally-city = Whole city
tally-year = Year
tally-of-year = { $year }
tally-of-month = month { $month }
tally-period = { $from-day } to { $until-day }
tally-unit = County or district
tally-count = Count
tally-basis = Status
tally-csv = Export CSV
tally-comma = {"; "}

basis-proposed = Proposed by the county
basis-verified = Verified by the county
basis-confirmed = Confirmed by the city

tally-total = Persons out of poverty through tourism
tally-total-households = Households out of poverty through tourism
tally-persons = persons
tally-households = households
tally-adds-up = the five pathways add up to the total
tally-adds-up-published = the five pathways add up, and agree with what was published
tally-villages = Poor villages supported in tourism
tally-villages-unit = villages
tally-villages-note = with a tourism programme in { $year }
tally-applicants = Tourism areas and farm stays that applied for a star
tally-sites-unit = sites
tally-applicants-note = from { $n } reporting units

tally-by-pathway = By pathway
tally-by-unit = By county or district
tally-unit-is = Unit: { $unit }
tally-map = Exits through tourism by county or district: { $words }
tally-sea = Beibu Gulf
tally-legend = fewer → more · rough bearings, not boundaries
tally-matrix = Pathways by county or district
tally-matrix-lists = Each number leads to its list
tally-matrix-scrolls = Table of pathways by county or district, scrolls sideways
tally-caption = Exits through tourism in { $year }, by pathway and county or district, unit: { $unit }
tally-pathway = Pathway
tally-all-pathways = all tourism pathways
tally-sum = Total
tally-share = Share
tally-households-column = Households
tally-published = Published
tally-difference = Diff.
tally-applied = Applied for a star
tally-applied-caption = Sites that applied for a star, by county or district
tally-applied-none = No site applied for a star in { $year }.
tally-square = one square is one site
tally-notes = About the numbers
tally-source = Source
tally-source-records = This system's records, household by household
tally-source-published = ; published:{" "}
tally-source-day = , { $day }
tally-rule = Rule
tally-rule-is = Households exit, each by one pathway; persons are those registered at the exit, by the month of its announcement
tally-outside = Outside tourism
tally-outside-is = { $persons } more persons in { $households } households, in no tourism total
tally-as-of = As of
tally-printed-on = Printed { $day }

tally-differs = What is proven differs from what { $source } published:
tally-differs-by = : published { $published }, proven { $proven }, difference { $difference }
tally-empty = There is nothing of this status for { $year } yet.
tally-empty-last = Show { $year }

tally-rows-title = List
tally-rows-number = { $persons } persons, { $households } households
tally-rows-back = Back to the table
tally-rows-disagree = The table says { $persons } persons in { $households } households, the list says { $listed-persons } in { $listed-households }. Please show this page to the administrator.
tally-rows-head = Head
tally-rows-village = Village
tally-rows-persons = Persons
tally-rows-paper = Evidence
tally-rows-announced = Announced
tally-rows-stage = Progress
tally-rows-empty = This number is 0; there is no list.

tally-withheld = Withheld
tally-withheld-is = * Numbers below 3 are withheld so that no household can be made out, and so are numbers they could be worked out from.

tally-csv-year = Year
tally-csv-basis = Status
tally-csv-unit-code = Unit code
tally-csv-unit = Unit
tally-csv-pathway-code = Pathway code
tally-csv-pathway = Pathway
tally-csv-persons = Persons
tally-csv-households = Households

error-month = “{ $given }” is no month; give 1 to 12
error-tally-year = Give the year as four digits from 2014 to 2100, such as 2017
error-tally-public = Sign in to ask for this; public are only the confirmed numbers of whole years

tally-differences-title = Corrections
tally-differences-lead = Returns to poverty, revocations and wrong attributions correct the number from the day they are recorded; earlier numbers stay
tally-difference-line = Correction of { $day }, { $kind }: { $households } households, { $persons } persons
tally-differences-list = See each correction
tally-differences-on = As of
tally-differences-now = Now
tally-differences-then = As of { $day }
tally-differences-at = Recorded
tally-differences-kind = What happened
tally-differences-none = There is no correction.
