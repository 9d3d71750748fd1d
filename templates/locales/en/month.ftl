month-title = Monthly figures
month-month = Month
month-of-year = { $year }
month-visits = Visits
month-visits-hint = How many came in the month; 0 if nobody came.
month-visits-unit = visits
month-visits-head = Visits
month-revenue = Revenue
month-revenue-hint = What was taken in in the month, in yuan, with two decimals at most.
month-revenue-head = Revenue (yuan)
month-yuan = yuan
month-before = { $month }:{" "}
month-save = Save
month-enter = Enter
month-correct = Correct
month-sum = Sum
month-counted = Visits of the last 12 months
month-counted-how = For a star, the 12 whole months before the application is submitted are counted; a month not reported counts nothing.
month-missing = { $n ->
    [one] one month is not reported
   *[other] { $n } months are not reported
}
month-zero = 0 is a reported zero; — was not reported.
month-waiting = Sites that have not reported last month

notice-month-reported = The figures of { $month } are saved.

error-month-not-over = { $month } is not over; it can be entered from { $from } on.
error-month-too-old = { $month } lies before last year and can no longer be changed; ask your county if it must be.
error-month-visits = Type the visits as a whole number from 0 on, such as 1200
error-month-visits-most = More than { $most } visits: please check
error-month-revenue = Type the revenue as an amount, such as 48000 or 48000.50
error-month-revenue-most = More than { $most } yuan: please check
