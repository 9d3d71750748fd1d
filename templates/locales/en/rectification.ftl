rectification-list-title = Rectifications
rectification-heading = Rectification
rectification-notice = Notice of rectification
rectification-number = Number
rectification-items = What must be put right
rectification-items-hint = One point a line
rectification-due-on = By
rectification-order = Issue the notice
rectification-due = To be put right by { $day }
rectification-settled = settled on { $day }
rectification-answered = { $n } of { $of } answered
rectification-answered-at = answered { $at }
rectification-not-answered = not answered yet
rectification-answers = Answers
rectification-answer = What was done
rectification-answer-hint = What, and when it was finished
rectification-photo = Photo afterwards
rectification-send = Send the answers
rectification-settle = Settle it: keep, lower or cancel
rectification-none = There is no rectification.
rectification-to = { $operator }:
rectification-text = The re-check of { $site } ({ $place }, { $star }) found the following. Put it right by { $day } and answer each point in writing:
rectification-consequence = If it is not put right by then, the star will be lowered or cancelled.
rectification-issued-by = Issued by: { $name }
rectification-received-by = Received by: ____________
rectification-waiting-own = { $n ->
    [one] 1 rectification wants your answer
   *[other] { $n } rectifications want your answer
}
rectification-waiting = { $n ->
    [one] 1 rectification waits for its operator
   *[other] { $n } rectifications wait for their operators
}
rectification-waiting-answered = { $n ->
    [one] 1 rectification is answered and waits to be settled
   *[other] { $n } rectifications are answered and wait to be settled
}
notice-rectification-ordered = The notice is issued; the operator sees it.
notice-rectification-answered = Your answers are sent; the city’s result will be shown here.
error-rectification-items = Say what must be put right
error-rectification-due = Choose a day after today and before the star runs out
error-rectification-settled = This rectification is settled and takes no more answers.
error-rectification-no-answer = Answer at least one point
