# benefit
benefit-title = Benefit
benefit-lead = Registered households reached by the measures of { $year }; not exits.
benefit-is-not-exit = Benefit is counted by measure: one household or person may be reached by several measures and in several years, and each counts, so the parts add up to more than the whole. Exits are counted by the poverty office's announcements, each household once and in one pathway. The two are never added up, and neither stands for the other.
benefit-to-tally = Exits of { $year }
benefit-year = Year
benefit-unit = Unit
benefit-city = Whole city
benefit-count = By unit in
benefit-count-households = Households
benefit-count-persons = People
benefit-count-times = Times
benefit-pathway = Pathway of the measure
benefit-all = In all, each once
benefit-all-pathways = All, each once
benefit-households = Households
benefit-persons = People
benefit-times = Times
benefit-table = Reached, by pathway
benefit-columns = By unit: { $count }
benefit-empty = No measure is recorded for this year.
benefit-empty-action = Record evidence
benefit-rule = Hires: verified by the county and held in the year; courses: ended in the year; payments, benefits and measures: of the year; own businesses: supported in the year. Only members registered at the time, in the unit of the record.
benefit-csv = Export CSV
benefit-csv-year = Year
benefit-csv-unit-code = Unit code
benefit-csv-unit = Unit
benefit-csv-pathway-code = Pathway code
benefit-csv-pathway = Pathway
benefit-csv-households = Households reached
benefit-csv-persons = People reached
benefit-csv-times = Times reached
benefit-rows-title = Who was reached
benefit-rows-households = { $n } { $n ->
    [one] household
   *[other] households
  } reached
benefit-rows-persons = { $n } { $n ->
    [one] person
   *[other] people
  } reached
benefit-rows-times = Reached { $n } { $n ->
    [one] time
   *[other] times
  }
benefit-rows-note-households = A row for each household, with one of its records.
benefit-rows-note-persons = A row for each person, with one of their records.
benefit-rows-note-times = A row for each record.
benefit-rows-back = Back to benefit
benefit-rows-empty = No records.
benefit-household = Household
benefit-record = Record
