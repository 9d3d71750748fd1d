# Who is at work, month by month, and what was paid
wage-title = Who is at work
wage-months = Choose the month
wage-month-before = Month before
wage-month-after = Month after
wage-open = { $n } not confirmed yet. One tap for everybody still at work; where the wage differs from the last, enter it and confirm.
wage-none-open = Everybody is confirmed for this month.
wage-nobody = Nobody whose hire is verified was at work in this month.
wage-confirmed = At work, confirmed
wage-same = At work, paid { $amount }
wage-other = Another wage this month
wage-other-hint = { $amount } the last time
wage-confirm-typed = Confirm those with a wage entered
wage-paid = Months at work and wages
wage-paid-head = Wage paid (yuan)
wage-none = No month at work is confirmed yet.
wage-month = Month
wage-confirmed-by = Confirmed by
wage-correct = Correct
wage-corrections = Corrections
wage-corrected = { $month }: { $before } corrected to { $after }
wage-correct-title = Correct a wage
wage-correct-what = { $amount } was confirmed for { $month }. After the correction the first amount, the reason and the time remain, and the county sees them.
wage-correct-to = What was paid
wage-correct-reason = Why it is corrected
wage-correct-reason-hint = For example: overtime was left out
wage-correct-save = Save the correction
wage-go = Confirm who is at work

hire-event-confirmed-at-work = Confirmed at work
hire-event-wage-corrected = Wage corrected
hire-waiting-at-work = People not confirmed at work for last month

notice-wage-months = { $n } confirmed.
notice-wage-corrected = Corrected. The first amount remains on record.

error-wage-month-not-verified = The county has not verified this hire yet; confirm once it has
error-wage-month-before-start = They had not begun work in this month
error-wage-month-future = This month has not begun
error-wage-month-after-leaving = They had left by this month
error-wage-month-confirmed = This month is confirmed already. If the wage is wrong, use “Correct”
error-wage-month-same = This is the wage already on record; nothing to correct
error-wage-month-nobody = No wage is entered. For the same wage as before press the button below the name; otherwise enter this month’s wage
error-left-before-wage-month = { $month } is confirmed as worked; the last day cannot be before it
wage-outbox = At work in { $month }
