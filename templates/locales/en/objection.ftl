objection-title = Objection
objection-new = Object to a notice
objection-about = About
objection-name = Your name
objection-name-hint = Kept encrypted; only those who handle objections can read it
objection-phone = Telephone
objection-phone-hint = A mobile number, or a landline with its area code, such as 0777-6522000
objection-text = Your objection
objection-text-hint = What you object to, and the facts; 1000 characters at most
objection-file-added = File
objection-file-hint = A photograph or PDF, if you have one; only those who handle objections can see it
objection-file = File the objection
objection-what-happens = You get a receipt number. Nothing is approved before the city’s tourism office has answered; the answer is on the receipt’s page.
objection-receipt = Receipt
objection-receipt-keep = Print this page or write the receipt number down. It leads to the answer at this address, without signing in.
objection-filed-at = Filed
objection-state = State
objection-answer = Answer
objection-answer-none = No answer yet.
objection-answered-at = Answered
objection-notice = Notice
objection-list-title = Objections
objection-list-what = Those that wait come first, the oldest of them before others.
objection-none = No objection has been filed yet.
objection-waited = { $n ->
    [one] waits { $n } working day
   *[other] waits { $n } working days
}
objection-days = Waits
objection-objector = Who objects
objection-show-objector = Show who objects
objection-show-what = That you looked goes on record.
objection-answering = Answer
objection-answer-choice = Answer
objection-dismiss = Not upheld
objection-dismiss-hint = The notice goes on; it can be approved once it has ended
objection-uphold = Upheld
objection-uphold-hint = The notice stops at once; the application goes back to its inspection and is judged anew
objection-reason = Answer and reason
objection-reason-hint = Whoever holds the receipt can read it: no personal data
objection-answer-do = Send the answer
objection-waiting = { $n ->
    [one] { $n } objection waits for an answer
   *[other] { $n } objections wait for an answer
}
objection-to-board = See the notices

objection-state-open = waits for an answer
objection-state-upheld = upheld
objection-state-dismissed = not upheld

notice-objection-filed = Your objection is filed. Keep the receipt number.
notice-objection-upheld = Answered: upheld. The application is back at its inspection.
notice-objection-dismissed = Answered: not upheld.
error-objection-answered = This objection has been answered already.
error-objection-other-form = This form was sent with something else before. Open the page anew and send it again.
