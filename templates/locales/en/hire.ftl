# Hires: reported by operators, verified by the county
hire-report = Report a hire
hire-correct = Correct and send again
hire-own = My hires
hire-another = Report another person
hire-step-of = Step {"{"}step{"}"} of {"{"}steps{"}"}
hire-who = Whom did you hire?
hire-work = What is the work?
hire-check = Check, then send
hire-check-what = The county tourism bureau checks the report; you will see the result under “My hires”.
hire-submit = Send
hire-change = Change 

hire-name = Name
hire-name-hint = As on the ID card
hire-id = ID number
hire-id-short = ID number
hire-id-hint = 18 characters; the last may be an X
hire-id-kept = You reported { $masked }. Leave this empty if it is right.
hire-claim = Registered poor
hire-claim-ask = Is the person of a registered poor household?
hire-phone = Telephone
hire-phone-short = Telephone
hire-site = Where is the work?
hire-site-short = Site
hire-form = Kind of job
hire-post = Post
hire-post-short = Post
hire-post-hint = For example: waiter, kitchen help
hire-wage = Wage per month
hire-wage-head = Wage (yuan)
hire-started-on = First day
hire-started-on-hint = The first day of work, such as 2017-11-01
hire-left-on = Last day
hire-left-on-hint = The last day of work, such as 2017-11-20
hire-leaving = Has the person left?
hire-leave = Report the leaving
hire-reported-at = Reported
hire-reported-on = Reported on
hire-verified-at = Verified
hire-receipt = Receipt { $receipt }
hire-receipt-number = Receipt

hire-no-site = You have registered no site yet. Register one, then report your hires.
hire-register-site = Register a site
hire-known = You have reported this person from the same day before, receipt { $receipt }. Nothing was entered twice.
hire-known-open = See that record
hire-sent-back-because = Sent back because: 

hire-title-reported = Received
hire-title-sent-back = To be corrected
hire-title-verified = Verified
hire-title-employed = Verified, at work
hire-title-left = Left
hire-next-reported = The county tourism bureau checks it next, by { $due } at the latest. There is nothing more for you to do; keep the receipt number.
hire-next-sent-back = Correct it and send it again; the county will check it anew.
hire-next-verified = The county has checked this hire. Report below when the person leaves.
hire-next-left = This hire has ended. If the person comes back to work, report it anew.

hire-stage = Status
hire-stage-reported = To be verified
hire-stage-sent-back = Sent back
hire-stage-verified = Verified
hire-stage-employed = At work
hire-stage-left = Left
hire-step-verify = verified
hire-step-send-back = sent back
hire-step-report-again = sent again
hire-step-confirm-at-work = confirmed at work
hire-step-leave = ended
employment-form-long-term = Long-term (over 3 months)
employment-form-seasonal = Seasonal or temporary
register-claim-yes = Yes
register-claim-no = No
register-claim-unknown = Not sure; the village should check

hire-search = Name or receipt
hire-show-all = Show all
hire-none-yet = No hire reported yet. When you have hired somebody, choose “Report a hire” below. It takes three steps: who it is, what the work is, check and send.
hire-none-found = No hire matches.
hire-none-reported = No operator has reported a hire yet.
hire-index-what = What operators reported, held against the household register by ID number.
hire-days-left = { $n ->
    [one] { $n } working day left
   *[other] { $n } working days left
}
hire-overdue = { $n ->
    [one] { $n } working day overdue
   *[other] { $n } working days overdue
}

hire-verify-title = Verify hire { $receipt }
hire-compare = Compared item by item
hire-compare-how = Matched by ID number alone
hire-item = Item
hire-reported-side = Reported
hire-register-side = Household register
hire-finding = Finding
hire-check-register = On the register
hire-check-name = Name
hire-check-sex = Sex
hire-check-birth-date = Date of birth
hire-check-membership = Member of the household on the first day
hire-check-age = Sixteen or older
hire-check-overlap = No other long-term job
hire-verdict-agrees = Agrees
hire-verdict-differs = To be judged
hire-verdict-blocks = Cannot be verified
hire-on-register = On it
hire-not-on-register = Not on it
hire-member-today = today
hire-age-rule = Sixteen on the first day of work
hire-others-count = { $n ->
    [one] { $n } other report
   *[other] { $n } other reports
}
hire-household = Household
hire-no-match = Nobody on the register has this ID number.
hire-others = Other hires of the same person
hire-no-others = No other hires.
hire-last-reason = Last sent back because
hire-decide = Verify
hire-verify = Verify as true
hire-verify-links = Verifying links this hire to household { $code }; it can then support an exit through employment. The operator only sees “Verified”.
hire-verify-unlinked = The person is not on the register. Verified, this is an ordinary job and supports no exit. The operator only sees “Verified”.
hire-return = Send back
hire-return-who-reads = The operator reads this. Say only what to correct, never whether the person is on the register.
hire-return-reason = Reason
hire-return-hint = For example: the first day differs from the attendance sheet; please check
hire-identity = Show the full ID number
hire-identity-what = Give the purpose; the look is recorded in the audit log.
hire-identity-purpose = Purpose
hire-identity-show = Show once
hire-identity-shown = Full ID number (shown this once, on record):
hire-history = History
hire-event-reported = Reported
hire-event-reported-again = Corrected and sent again
hire-event-sent-back = Sent back
hire-event-verified = Verified
hire-event-left = Leaving reported
hire-event-identity-revealed = Full ID number looked at

hire-waiting-sent-back = { $n ->
    [one] { $n } hire was sent back for correction
   *[other] { $n } hires were sent back for correction
}
hire-waiting-reported = { $n ->
    [one] { $n } hire waits for verification
   *[other] { $n } hires wait for verification
}

notice-hire-again = This report had arrived before; nothing was entered twice.
notice-hire-sent-again = Sent again; the county will check it.
notice-hire-left = The last day is on record.
notice-hire-verified = Verified.
notice-hire-sent-back = Sent back; the operator will see the reason.

error-wage-number = Enter the wage per month as a number, such as 1800
error-wage-range = A wage per month is more than 0 and at most 100,000 yuan
error-work-day = Enter a date, such as 2017-11-01
error-work-day-future = This day has not come yet; enter one that has
error-hire-under-age = By the ID card the person was not yet sixteen on this day and may not be employed
error-left-before-start = The last day cannot be before the first
error-post-long = Keep the post within 40 characters
error-hire-before = You have reported this person before
error-hire-second-job = This person has a long-term job in this time already. Ask them: if the work with you is seasonal or temporary, choose that; if they have left the other place, report once it has reported the leaving
error-hire-other-report = This page has just reported another person. Check what is below and send once more to report it as a new hire.
error-hire-blocked = One item cannot be verified. Send the report back, or wait until the other job has ended.
error-hire-is-reported = This hire waits for the county and cannot be { $step } now. The county can verify it or send it back.
error-hire-is-sent-back = This hire was sent back to the operator and cannot be { $step } now. It can be dealt with once it is corrected.
error-hire-is-verified = This hire is verified and cannot be { $step } now. The operator reports when the person leaves.
error-hire-is-left = This hire has ended and cannot be { $step } any more. If the person comes back to work, report it anew.
