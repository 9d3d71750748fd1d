exit-title = Exits and attributions
exit-lead = Households whose exit the poverty office announced, and the pathway each is attributed to.
exit-count = { $households } { $households ->
    [one] household
   *[other] households
  }, { $persons } { $persons ->
    [one] person
   *[other] people
  }
exit-text = Household code, head or village
exit-text-masked = Household code or village
exit-unit = Unit
exit-unit-all = Whole city
exit-year = Year announced
exit-year-all = All years
exit-year-of = { $year }
exit-month = Month announced
exit-month-all = All year
exit-month-of = { $n ->
    [1] January
    [2] February
    [3] March
    [4] April
    [5] May
    [6] June
    [7] July
    [8] August
    [9] September
    [10] October
    [11] November
   *[12] December
  }
exit-pathway = Pathway
exit-standing = Progress
exit-household = Household
exit-head = Head
exit-village = Village
exit-persons = People
exit-announced-on = Announced
exit-announcement = Announcement
exit-document = Document
exit-counted-in = Counted in
exit-members = Members frozen with the exit
exit-members-note = Frozen on the day of the announcement; later changes of the household do not change the count.
exit-member-name = Name
exit-member-relation = Relation to the head
exit-member-id = ID number
exit-none = No exit fits these filters.
exit-none-action = See all exits
exit-none-yet = No exit has been announced yet. The poverty office provides the list; once imported, its exits are attributed here.
exit-to-household = See the household's record
exit-masked-note = Only surnames are shown.

exit-state-announced = Announced
exit-state-returned-to-poverty = Returned to poverty
exit-state-revoked = Exit revoked

exit-step-return-to-poverty = return to poverty
exit-step-revoke = revoke

exit-standing-unattributed = Not attributed
exit-standing-proposed = To be verified
exit-standing-county-verified = Verified by the county
exit-standing-confirmed = Confirmed by the city

error-exit-has-ended = This exit is already “{ $state }”: it cannot be attributed or changed any more.
error-exit-already-attributed = This exit already has a live attribution, and a household has one pathway only. Look at that one first; if it is wrong, withdraw it with a reason and then propose again.

exit-of = Exit of { $head }'s household
exit-members-count = { $n } { $n ->
    [one] person
   *[other] people
  }
exit-member-birth-year = Born in
exit-state = State of the exit
exit-waiting-unattributed = Exits not attributed yet

exit-change-return-to-poverty = Return to poverty
exit-change-revocation = Revocation
exit-change-wrong-attribution = Wrong attribution

error-exit-change-ahead = This day is still to come; enter the day of the document.
error-exit-change-before = This day lies before the announcement; check it again.

exit-changes = Corrections
exit-changes-in-tally = See the corrections of { $year }
exit-end-title = Return to poverty or revocation
exit-end-lead = The { $n ->
    [one] person
   *[other] { $n } persons
  } of this household then leave every total of { $year }; the results list the correction, and what they were before stays.
exit-end-step = What happened
exit-end = Record it
exit-change-on = Day
exit-change-on-hint = The day the document gives, such as 2018-03-02
exit-change-document = Document number
exit-change-reason = Reason
exit-change-reason-hint = What happened; no ID numbers
notice-exit-ended = Recorded. The results list the correction.
exit-correct = Correct
