attribution-title = Attribution
attribution-list-title = Attributions
attribution-list-lead = The county proposes and verifies, the city confirms; never the same person twice.
attribution-queue = Waiting for confirmation
attribution-stage = Progress
attribution-pathway = Pathway
attribution-proposed-at = Proposed
attribution-proposed-by = Proposed by
attribution-current = Current attribution
attribution-none = Not attributed yet.
attribution-earlier = Withdrawn attributions
attribution-evidence = Evidence
attribution-trail = What was done
attribution-open = See the exit
attribution-none-listed = No attribution fits these filters.
attribution-none-action = See all attributions
attribution-pathway-all = All pathways
attribution-stage-all = All stages

attribution-propose-title = Propose an attribution
attribution-propose-lead = Choose the paper; the pathway follows from it. A colleague of your county verifies it, then the city confirms.
attribution-propose-consequence = The exit then counts as proposed in that pathway; it enters the published total once the city confirms.
attribution-propose = Propose this attribution
attribution-propose-nothing = No paper on record supports this exit; the reason stands beside each.

attribution-verify-title = Verify the attribution
attribution-verify-lead = Check the paper, its dates and the person. You cannot verify what you proposed.
attribution-verify = It is true
attribution-confirm-title = Confirm the attribution
attribution-confirm-lead = Once confirmed, the { $n } { $n ->
    [one] person
   *[other] people
  } of this household count in the city's “{ $pathway }”.
attribution-confirm = Confirm the attribution
attribution-withdraw-title = Withdraw the attribution
attribution-withdraw-lead = The exit then leaves every total and can be attributed anew. The reason stays on record.
attribution-withdraw-reason = Reason
attribution-withdraw-reason-hint = Say what is wrong, such as “the signature on the payment list is not the head's”
attribution-withdraw = Withdraw it

attribution-withdrawn-for = Reason: { $reason }

attribution-stage-proposed = To be verified
attribution-stage-county-verified = Verified by the county
attribution-stage-city-confirmed = Confirmed by the city
attribution-stage-frozen = Frozen
attribution-stage-withdrawn = Withdrawn

attribution-step-verify = verified
attribution-step-confirm = confirmed
attribution-step-freeze = frozen
attribution-step-withdraw = withdrawn

notice-attribution-proposed = Proposed. A colleague of your county now verifies it.
notice-attribution-verified = Verified. The city now confirms it.
notice-attribution-confirmed = Confirmed, and counted in the city's total.
notice-attribution-withdrawn = Withdrawn. The exit can be attributed anew.

error-attribution-is-proposed = This attribution was only proposed, so it cannot be { $step } yet; it can be verified, confirmed or withdrawn.
error-attribution-is-county-verified = This attribution is verified by the county, so it cannot be { $step }; the city may confirm it, or it can be withdrawn.
error-attribution-is-city-confirmed = This attribution is confirmed by the city, so it cannot be { $step }; if it is wrong, withdraw it with a reason and attribute the exit anew.
error-attribution-is-frozen = This attribution belongs to a frozen year, so it cannot be { $step }; a correction is a new dated revision.
error-attribution-is-withdrawn = This attribution was withdrawn, so it cannot be { $step }; attribute the exit anew.
error-attribution-own-work = You proposed or verified this attribution yourself, so it cannot be { $step } by you; ask a colleague.

# what was done, by the stage it led to
attribution-done-proposed = Proposed by the county
attribution-done-county-verified = Verified by the county
attribution-done-city-confirmed = Confirmed by the city
attribution-done-frozen = Frozen with its year
attribution-done-withdrawn = Withdrawn
attribution-waiting-first = Waiting for you
attribution-every = All, withdrawn too

attribution-waiting-to-confirm = Attributions to confirm
attribution-waiting-to-verify = Colleagues' attributions to verify

attribution-replace-title = Put another in its place
attribution-replace-lead = A wrong attribution is replaced by a new, dated one; the old one stays readable. Others verify and confirm the new one.
attribution-replace-evidence = New evidence
attribution-replace-choose = Choose
attribution-replace-on-hint = The day it was found wrong
attribution-replace-reason = Reason
attribution-replace = Replace it
attribution-step-replace = replaced
attribution-step-end = ended with its exit
notice-attribution-replaced = Replaced. Others now verify and confirm the new attribution.
