calendar-title = Working days
calendar-lead = Limits run in working days. Listed here is what differs from the weekday: weekdays off, and weekends worked for them.
calendar-of = { $year }
calendar-unknown = No holidays of { $year } are recorded. Limits in that year go by Monday to Friday only and may be wrong.
calendar-waiting = { $n ->
    [one] { $n } year that limits run into has no holidays recorded
   *[other] { $n } years that limits run into have no holidays recorded
}
calendar-limit-unknown = The holidays of { $year } are not recorded yet; this limit may be wrong.
calendar-day = Day
calendar-weekday = Weekday
calendar-kind = Arrangement
calendar-source = Source
calendar-take-back = Take back
calendar-none = No day differs from its weekday.
calendar-record = Record days off or worked
calendar-record-hint = Give the first and last day as the State Council's notice does; days that are off or worked anyhow are left out. Only days to come can be recorded; limits already reckoned stay.
calendar-from = From
calendar-to = To (leave empty for one day)
calendar-day-hint = for example 2026-02-15
calendar-source-hint = for example 国办发明电〔2025〕7号
calendar-save = Record
day-kind-off = off
day-kind-works = worked
weekday-1 = Monday
weekday-2 = Tuesday
weekday-3 = Wednesday
weekday-4 = Thursday
weekday-5 = Friday
weekday-6 = Saturday
weekday-7 = Sunday
notice-calendar-recorded = Recorded.
notice-calendar-taken-back = Taken back; the day goes by its weekday again.
error-calendar-past = Only days to come can be recorded or taken back
error-calendar-span = The last day cannot be before the first, and 31 days are the most
error-calendar-works-anyhow = These days are worked anyhow
error-calendar-off-anyhow = These days are off anyhow
error-calendar-recorded = { $day } is recorded; take it back first to change it
