evidence-title = Evidence on record
evidence-lead = Every paper of the household's frozen members, each with whether it supports the exit.
evidence-supports = Supports the exit
evidence-supports-not = Does not support it
evidence-none-of-pathway = No paper of this kind.
evidence-none = There is no paper of any member, so the exit cannot be attributed yet. First record the hire, course or payment.
evidence-of-member = { $name }
evidence-person = Member
evidence-paper = Paper
evidence-what = What
evidence-amount = Amount
evidence-from = From
evidence-until = Until
evidence-dates = Dates
evidence-document = Document
evidence-still = still at work

evidence-hire-stage = State of the hire
evidence-hire-months = { $n } { $n ->
    [one] month
   *[other] months
  } before the announcement
evidence-supported = village supported in that year
evidence-supported-not = village not supported in that year
evidence-certificate = Certificate { $number }
evidence-completed = Completed
evidence-placement = Job after the course
evidence-listed = Listed
evidence-licence = Licence or registration { $number }
evidence-licensed = Registered
evidence-support = Support
evidence-received = Received
evidence-paid = Paid
evidence-started = Started
evidence-left = Left

payment-kind-dividend = Dividend
payment-kind-land-transfer = Land rent
payment-kind-stall = Stall
payment-kind-performance = Performance
payment-kind-produce = Produce

benefit-kind-job = Wages
benefit-kind-land-transfer = Land rent
benefit-kind-other = Other benefit

measure-kind-breeding = Breeding
measure-kind-e-commerce = E-commerce
measure-kind-relocation = Relocation
measure-kind-other = Other

error-evidence-unknown = Choose a paper of one of this exit's frozen members.
error-evidence-hire-not-verified = The county has not verified this hire yet; verify it first.
error-evidence-held-too-short = Held for { $held } { $held ->
    [one] month
   *[other] months
  } before the announcement; { $required } are required.
error-evidence-village-not-supported = The village was not supported in the year of the programme.
error-evidence-after-the-exit = The paper is dated after the exit was announced.
error-evidence-not-completed = The course was not completed.
error-evidence-not-placed = No job was found after the course; training alone does not count.
error-evidence-not-listed = The project was not listed yet when the benefit was received.
