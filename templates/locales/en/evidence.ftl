evidence-title = Evidence on record
evidence-lead = Every paper of the household's frozen members, each with whether it supports the exit.
evidence-supports = Supports the exit
evidence-supports-not = Does not support it
evidence-none-of-pathway = No paper of this kind.
evidence-none = There is no paper of any member, so the exit cannot be attributed yet. First record the hire, course or payment.
evidence-person = Member
evidence-paper = Paper

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

# what the number, the days and the amount of each kind are called
evidence-number-employment = Receipt of the hire
evidence-number-village-industry = Payment list
evidence-number-training = Certificate
evidence-number-major-project = Document
evidence-number-self-start = Licence or registration
evidence-number-non-tourism = Document
evidence-on-employment = Started
evidence-on-village-industry = Paid
evidence-on-training = Completed
evidence-on-major-project = Received
evidence-on-self-start = Registered
evidence-on-non-tourism = Received
evidence-until-employment = Left
evidence-until-training = Job after it
evidence-until-self-start = Supported
evidence-still = still at work
evidence-amount-employment = Monthly wage
evidence-amount-village-industry = Paid
evidence-amount-major-project = Amount
evidence-amount-self-start = Support
evidence-amount-non-tourism = Amount
evidence-kind = Kind
evidence-judged = Judged
evidence-choose = Choose
