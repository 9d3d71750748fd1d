notice-board-title = Public notices
notice-board-what = Decisions on stars. While a notice runs, anybody may object.
notice-board-running = Running
notice-board-past = Past
notice-board-none = Nothing is on public notice now.
notice-board-none-past = No notice has ended yet.
notice-board-number = Notice
notice-board-what-column = To be awarded
notice-board-days = Days
notice-board-left = { $n ->
    [0] ends today
    [one] { $n } working day left
   *[other] { $n } working days left
}
notice-board-one = Notice: { $star } for { $site }
notice-board-reason = Reason
notice-board-reason-none = agrees with the score
notice-board-how = How to object
notice-board-how-what = State the facts, and leave your real name and telephone. Both are kept encrypted; only those who handle objections can read them. You get a receipt number, by which you find the answer.
notice-board-object = Object
notice-board-closed-what = The notice has ended; objections are not taken any more.
notice-board-rejected = The competent authority did not approve what was on notice; no star was awarded.
notice-board-awarded = What was on notice was approved and the star awarded.
notice-board-to-register = See the star register
notice-board-stopped-what = An objection was upheld and stopped this notice. The site will be inspected and judged anew.
notice-board-source = Notices are published by the city’s tourism office

notice-board-usual =
    经县区初评、现场检查和评审，拟评定{ $site }（{ $place }）为{ $star }{ $kind }，现予公示。
    公示期：{ $from }至{ $until }（{ $n } 个工作日）。
    公示期内，任何单位和个人对拟评定结果有异议的，可以在本页提出，写明具体事实，并留下真实姓名和联系电话。对异议人的信息予以保密。

notice-board-new = New notice
notice-board-body = Text
notice-board-body-hint = Everybody will read it: no person’s name, telephone or ID
notice-board-see = Preview
notice-board-source-days = Rule for the days
notice-board-preview = Check before publishing
notice-board-effect = It becomes public at once; anybody can read it without signing in. It runs from today until { $until } and cannot be closed early. Objections are taken while it runs.
notice-board-do = Publish
notice-board-edit = Change the text
notice-board-back = Back to the application

board-state-open = running
board-state-closed = ended
board-state-stopped = stopped by an objection

publication-heading = Notice and approval
publication-announce-what = Decided; it can be put on public notice. The next page shows text and days.
publication-announce = Prepare the notice
publication-objections = Objections without an answer
publication-to-objections = See objections
publication-approve-what = The notice has ended and no objection waits. Enter the document by which the competent level approves.
publication-document = Document number
publication-document-hint = For example 钦旅发〔2017〕12号
publication-approved-on = Date
publication-approve = Record the approval
publication-approved = Approved by
publication-award-what = Approved. The award gives certificate and plaque their numbers and updates the register at once; a star the site holds ends with its certificate.
publication-award = Award
publication-disapprove = Record that it is not approved
publication-disapprove-what = If the competent level does not approve after the notice, record it here. The application ends without a star; the notice says that it was not approved, and the operator reads the reason.
publication-disapprove-hint = Required; the operator reads it

notice-waiting-decided = { $n ->
    [one] { $n } decision waits for its public notice
   *[other] { $n } decisions wait for their public notice
}
notice-waiting-closed = { $n ->
    [one] { $n } notice has ended and waits for approval
   *[other] { $n } notices have ended and wait for approval
}
notice-notice-put-up = The notice is public.
notice-application-approved = The approval is on record; the star can be awarded.
notice-application-disapproved = Recorded as not approved; the application has ended.

error-notice-no-award = Nothing was awarded, so there is nothing to put on notice.
error-notice-running = The notice still runs; it can be approved from { $from }.
error-notice-objections = { $n ->
    [one] { $n } objection waits for an answer; approve after that.
   *[other] { $n } objections wait for an answer; approve after that.
}
error-notice-closed = The notice has ended; objections are not taken any more.
error-approval-day = The date must be after the notice ended (from { $from }) and not later than today
