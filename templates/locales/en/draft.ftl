# An application: what the operator fills in
draft-title = application
draft-what = It is kept as a draft; you may fill it in over several days. Submit it when all of it is there.
draft-begin = Start
draft-kept = the draft is saved; you may go on later
draft-tasks = What is to be done
draft-back = Tasks
draft-save = Save
draft-wrong = { $n ->
    [one] 1 thing is missing
   *[other] { $n } things are missing
}
draft-wrong-kept = All you entered is still there. Open one to complete it.
draft-returned = Returned for completion on { $day }, because:
draft-pledge-anew = Once it is put right, make the pledge again; it cannot be submitted without it.
draft-sheet-changed = There is a new version of the score sheet.
draft-sheet-changed-what = Your points of items that still exist are kept; please add those of new items. Once submitted, the new version counts.
draft-self = Own points { $total }{" "}
draft-evidence-what = Optional. A photo of each mandatory item helps
draft-visits = { $n } visits reported.
draft-visits-needed = { $star } asks for { $n } or more.
draft-visits-none = Report the visits month by month
draft-visits-short = { $star } asks for { $n } visits or more in the last 12 months; those recorded are fewer. You may submit, but that star cannot be awarded.
draft-below = Your own points do not reach { $star }. You may submit; the star follows from the points given.
draft-about-basics = Star applied for, first day, seats and beds
draft-about-self-assessment = Give points, part by part of the sheet
draft-about-pledge = Confirmed by the legal representative
draft-submit-heading = Submit
draft-ready = All of it is there; you can submit.
draft-not-ready = Something is still missing. Submit, and everything missing is listed at once.
draft-submit-again = Submit again
draft-again-note = What was completed
draft-again-hint = The county reads it

basics-wrong = If name, kind or address are wrong, please call the county's tourism office.
basics-opened-on = For example 2015-05-01. A site applies after { $months } months of trading

assessment-total = Own total
assessment-part = This part
assessment-part-points = { $points } / { $max } points
assessment-done = { $n }/{ $of } given
assessment-go-on = Go on
assessment-complete = Done, back to the tasks
assessment-what = Give the points that are true. County and inspectors score the same sheet again.
assessment-place = Part { $n } of { $of }
assessment-points = { $n ->
    [one] 1 point
   *[other] { $n } points
}
assessment-nothing = 0 points, not there
assessment-range = 0 to { $max } points
assessment-tier = Choose one
assessment-unit = pts
assessment-mandatory = 0 points here: no star
assessment-save-next = Save and next part
assessment-save-last = Save
assessment-save-list = Save, back to the parts
assessment-stale = This application was just changed elsewhere
assessment-stale-what = What you entered is below and not saved yet. It differs from what is saved in:
assessment-stale-same = What you entered is the same as what is saved. Save once more.
assessment-stale-typed = You entered:
assessment-stale-saved = Saved:

pledge-who = { $business } pledges (in the words of the authority):
pledge-agree = I have read this and pledge it
pledge-name = Name of the legal representative
pledge-name-hint = As on the business licence
pledge-make = Confirm the pledge
pledge-made = Confirmed by { $name } on { $day }.

withdrawal-see = Withdraw or give up this application
withdrawal-heading = Withdraw the application
withdrawal-effect = Once withdrawn, the application { $number } of { $site } is over: the county stops working on it, and it cannot be brought back. You may apply again later.
withdrawal-reason = Reason
withdrawal-do = Withdraw
withdrawal-not = Do not withdraw
deletion-heading = Delete the draft
deletion-effect = This draft of { $site } has nothing in it yet; nothing is kept of it. You may apply again later.
deletion-do = Delete

progress-title = Progress
progress-turn = Who works on it now:
progress-next-submitted = It is with the county's tourism office, which answers within the limit whether it accepts. If something is missing, you are told all of it at once.
progress-next-accepted = The county accepted it and gives its points. You need not do anything.
progress-next-refused = The county did not accept it; the reason is below. You may apply again once the conditions are met.
progress-next-first-reviewed = The first review is complete; an inspection or the decision follows. Inspectors call you before they come.
progress-next-inspected = It was inspected; the decision follows.
progress-next-decided = Decided; the public notice follows. The outcome is told by the notice.
progress-next-noticed = It is in public notice. If nobody objects, approval and award follow.
progress-next-approved = It is approved; certificate and plaque follow.
progress-next-awarded = The star is awarded. Hang the plaque where it is seen from outside.
progress-next-rejected = No star was awarded this time; the reason is below. You may apply again once things are put right.
progress-next-withdrawn = You withdrew it. You may apply again.

form-see = Application form
form-title = Application for a star: { $kind }
form-business = Business
form-credit-code = Credit code
form-representative = Legal representative
form-contact = Contact, telephone
form-village-code = Village code
form-held = Star held
form-years = Visits and revenue
form-year = Year
form-months = Months reported
form-visits = Visits
form-revenue = Revenue (yuan)
form-incomplete = (incomplete)
form-signed = Legal representative:{" "}
form-signature = Signature: ____________
form-seal = (seal)
form-date = Date: ____________
form-head = Head: ____________
form-opinions = Opinions
form-opinion-county = County
form-opinion-city = City
form-opinion-region = Region

application-task-basics = Basics
application-task-self-assessment = Self-assessment
application-task-evidence = Photos and papers
application-task-visits = Visits of the last 12 months
application-task-pledge = Pledge

task-state-not-started = not started
task-state-in-progress = under way
task-state-done = done
task-state-problem = problem

notice-application-begun = The draft is there; fill it in task by task.
notice-draft-saved = Saved.
notice-draft-deleted = The draft was deleted.
notice-application-pledged = The pledge is confirmed.
notice-application-withdrawn = The application was withdrawn.

error-application-not-editable = This application is { $stage } and cannot be changed now. It can be once the county returns it for completion.
error-draft-sheet = There is no score sheet in force for this kind of site, so it cannot be submitted now
error-draft-sheet-changed = A new version of the score sheet has just come into force. See what changed in the list of tasks, then submit.
error-draft-opened-on = Enter the day the site opened
error-draft-trading = A site applies after { $months } months of trading; you can submit from { $since } on
error-draft-points = { $part }: { $n ->
    [one] 1 item has no points yet
   *[other] { $n } items have no points yet
}
error-draft-mandatory = The mandatory item { $item } has 0 of your own points: no star without it; put it right first
error-draft-visits = { $n ->
    [one] 1 of the last 12 months has
   *[other] { $n } of the last 12 months have
} no report of visits, the first of them { $first }
error-draft-pledge = The pledge is not confirmed yet
error-draft-agreed = Tick the box to pledge
error-draft-not-empty = This draft has something in it and cannot just be deleted; it can be withdrawn.

draft-files-items-what = Photos or PDFs may lie with each item; none need to. Open an item to upload.
draft-files-files = { $n ->
    [one] 1 file
   *[other] { $n } files
}
draft-files-none = No file yet.
draft-files-add = Add photos or PDFs
draft-files-most = You may pick several at once; at most { $most } with an item.
draft-files-upload = Upload
draft-files-remove-heading = The wrong file?
draft-files-remove = Remove { $name }
assessment-photos = Photos and papers: { $n }
notice-evidence-added = Uploaded.
notice-evidence-removed = Removed.
error-evidence-none = Pick a photo or PDF first
error-evidence-most = At most { $most } files with an item; remove one first

application-task-licences = Licences
draft-about-licences = Business licence, fire safety and others; add what is missing or expired
form-licence = Licence
form-licence-number = Number
form-licence-until = Valid until
form-licence-open = no end
form-licence-none = No licence recorded yet
