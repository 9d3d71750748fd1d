paper-title = Papers
paper-count = { $n } { $n ->
    [one] paper
   *[other] papers
  }
paper-none = No papers yet.
paper-add = Add papers
paper-kind = Kind of paper
paper-kind-choose = Choose
paper-files = Photographs or scans
paper-files-hint = You can pick several at once.
paper-withdraw = Withdraw
paper-keep = Keep it
paper-withdraw-title = Withdraw: { $kind }
paper-withdraw-lead = It no longer serves as evidence; the file and the reason stay on record.
paper-withdraw-exits = { $n } { $n ->
    [one] exit rests
   *[other] exits rest
  } on this record.
paper-withdraw-reason = Reason
paper-withdraw-reason-hint = For example: the wrong file; a clear one has taken its place.
paper-withdrawn = Withdrawn
paper-withdrawn-title = Withdrawn papers
paper-withdrawn-for = Reason: { $reason }
paper-resting = { $n } { $n ->
    [one] exit is
   *[other] exits are
  } attributed on this record:
paper-exit = Exit { $id }
paper-faulty = The file of { $n } { $n ->
    [one] paper
   *[other] papers
  } is missing or was changed. Upload the original again.
paper-faulty-exits = { $n } { $n ->
    [one] exit is
   *[other] exits are
  } in doubt because of it.
paper-held = { $n } { $n ->
    [one] paper
   *[other] papers
  }
paper-held-faulty = { $n } { $n ->
    [one] file
   *[other] files
  } missing or changed
paper-amber = Papers in doubt
paper-amber-exit = A file of the papers this attribution rests on is missing or was changed. Upload the original again, or withdraw the paper and add a new one, and the mark goes.
paper-amber-cell = { $n } in doubt
paper-amber-total = Of them { $households } { $households ->
    [one] household
   *[other] households
  } with { $persons } { $persons ->
    [one] person rest
   *[other] persons rest
  } on papers with a file that is missing or was changed. The number stands, but check the originals.

damage-missing = File missing
damage-changed = File changed

holder-hires = Hire
holder-attendances = Attendance
holder-benefits = Project benefit
holder-payments = Village payment
holder-businesses = Own business
holder-measures = Measure outside tourism
holder-courses = Course
holder-projects = Major project
holder-programmes = Village programme

paper-kind-contract = Contract
paper-kind-wage-slip = Wage slip
paper-kind-bank-record = Bank record
paper-kind-certificate = Certificate
paper-kind-placement = Proof of placement
paper-kind-agreement = Agreement
paper-kind-payment-list = Payment list
paper-kind-licence = Licence or registration
paper-kind-support = Proof of support
paper-kind-listing = List or order
paper-kind-photo = Photograph
paper-kind-other = Other

notice-paper-added = The papers were added.
notice-paper-withdrawn = The paper was withdrawn; the reason is on record.
error-paper-kind = Such a record does not take this kind of paper; choose another.
error-paper-most = A record takes { $most } papers at most.
paper-closed = A full ID number may stand on the papers themselves. To open one, say what for; the purpose and the time go on record.
act-ask-for-papers = open the papers themselves against a purpose