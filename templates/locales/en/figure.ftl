# published figures
figure-title = Published figures
figure-lead = What authorities announced, recorded as it was printed, beside what this system's records prove. A published figure is never changed to match.
figure-new = Record a published figure
figure-none = No published figure has been recorded yet.
figure-authority = Published by
figure-authority-hint = Such as 钦州市旅游发展委员会
figure-source = Source
figure-source-hint = A document's name or number, or a newspaper, such as 《钦州日报》
figure-published-on = Published on
figure-published-on-hint = Such as 2017-11-24
figure-year = Year
figure-year-hint = The year it is about, such as 2017
figure-unit = Scope
figure-city = Whole city
figure-unit-of-count = Count
figure-parts = Published by pathway
figure-parts-hint = Leave empty what was not published; give 0 where 0 was published
figure-total = Total
figure-total-hint = As it was published; it need not be the sum of the pathways
figure-note = Wording
figure-note-hint = Quote the wording where it matters
figure-save = Record
figure-printed = Published
figure-proven = Proven
figure-missing = Evidence missing
figure-difference = Difference
figure-table = Published and proven
figure-table-note = Proven: attributions the city confirmed
figure-other-unit = This figure is not of your unit; ask the city bureau for what is proven of it.
figure-adds-up = The published pathways add up to the published total.
figure-adds-up-not = The published pathways do not add up to the published total; recorded as printed.
figure-recorded = Recorded
figure-tally = Exits through tourism in { $year }
figure-row = { $source }, { $day }

unit-of-count-persons = persons
unit-of-count-households = households

notice-figure-recorded = The published figure is recorded.

error-figure-not-published-yet = The day of publication lies in the future
error-figure-year = Give the year as four digits from 2014 to 2100, such as 2017
error-figure-no-number = Give at least the total or one pathway
error-figure-recorded = A figure of this source, day, year and count has been recorded already
