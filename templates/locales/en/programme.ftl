programme-title = Supported villages and programmes
programme-lead = The villages supported in tourism, what was paid out, and the projects and courses that serve as evidence.
programme-year = Year
programme-villages = Villages supported in { $year }
programme-villages-count = { $n } { $n ->
    [one] village
   *[other] villages
  }
programme-unit = County or district
programme-others = Villages not on the list
programme-village = Village
programme-name = Programme
programme-document = Document
programme-payments = Payments
programme-people = People paid
programme-people-note = People paid are not people out of poverty: a benefit may repeat, an exit counts once.
programme-paid = Paid in all (yuan)
programme-total = Total
programme-none = No supported village is recorded for this year.
programme-projects = Major tourism projects
programme-project = Project
programme-listed-on = Listed
programme-investment = Investment (yuan)
programme-benefits = Benefits
programme-projects-none = No major project is recorded yet.
programme-courses = Tourism courses
programme-course = Course
programme-organiser = Organiser
programme-place = Place
programme-days = Dates
programme-days-of = { $from } to { $to }
programme-hours = Hours
programme-attended = Attended
programme-completed = Completed
programme-placed = Placed after it
programme-courses-none = No course is recorded yet.
