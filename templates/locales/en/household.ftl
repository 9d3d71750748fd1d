# Registered poor households
household-index-what = { $n ->
    [one] { $n } household
   *[other] { $n } households
}. For the county and the city to check against; ID numbers are always masked.
household-source = Source: the poverty office's household register
household-unit = Reporting unit
household-search = Code, head or village
household-show-all = Show all
household-none = No households have been imported yet.
household-none-found = No household matches.
household-code = Household code
household-title = Household { $code }
household-of = Household of { $head }
household-persons = { $n ->
    [one] { $n } person
   *[other] { $n } persons
}
household-head = Head
household-village = Village
household-attribute = Attribute
household-cause = Main cause of poverty
household-registered-on = Registered on
household-members-count = Persons
household-members = Members
household-nobody = Nobody belongs to it now.
household-former = Former members
household-name = Name
household-relation = Relation to the head
household-sex = Sex
household-birth-date = Date of birth
household-age = Age
household-id = ID number
household-since = Since
household-until = Until
household-why-left = Why they left
household-exits = Exits from poverty
household-no-exits = No exit has been announced.
household-exit-year = Year
household-exit-announced = Announced
household-exit-document = Document
household-exit-persons = Persons
household-exit-state = State
household-hires = Hires
household-no-hires = No hire has been verified as one of this household.
household-card = Registration
household-whose = Whose
household-identity-shown = Full ID number of { $name } (shown this once, on record):

household-attribute-general-poor = Poor
household-attribute-allowance-poor = Poor, on subsistence allowance
household-attribute-supported-poor = Poor, in special support
household-attribute-general-exited = Out of poverty
household-attribute-allowance-exited = Out of poverty, on subsistence allowance
household-attribute-supported-exited = Out of poverty, in special support
poverty-cause-illness = Illness
poverty-cause-disability = Disability
poverty-cause-schooling = Cost of schooling
poverty-cause-disaster = Disaster
poverty-cause-land = Lack of land
poverty-cause-water = Lack of water
poverty-cause-skill = Lack of skills
poverty-cause-labour = Lack of labour
poverty-cause-capital = Lack of capital
poverty-cause-transport = Poor transport
poverty-cause-motivation = Little drive of their own
relation-head = Head
relation-spouse = Spouse
relation-son = Son
relation-daughter = Daughter
relation-daughter-in-law = Daughter-in-law
relation-son-in-law = Son-in-law
relation-grandson = Grandson
relation-granddaughter = Granddaughter
relation-father = Father
relation-mother = Mother
relation-father-in-law = Father-in-law
relation-mother-in-law = Mother-in-law
relation-grandfather = Grandfather
relation-grandmother = Grandmother
relation-sibling = Brother or sister
relation-other = Other
membership-reason-registered = Registered
membership-reason-born = Born
membership-reason-married-in = Married in
membership-reason-returned = Came back
membership-reason-died = Died
membership-reason-married-out = Married out
membership-reason-divided = Household divided
membership-reason-imprisoned = Imprisoned
membership-reason-other = Other

error-household-code = A household code has 4 to 24 digits or letters
