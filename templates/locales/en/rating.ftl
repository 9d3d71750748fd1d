rating-heading = Stars
rating-stars = Star
rating-standing = Standing
rating-certificate = Certificate
rating-plaque = Plaque
rating-awarded-on = Awarded
rating-valid-until = Valid until
rating-re-check-on = Next re-check
rating-none = No star yet.

star-1 = One star
star-2 = Two stars
star-3 = Three stars
star-4 = Four stars
star-5 = Five stars
star-none = No star
error-star = Choose one to five stars

standing-current = valid
standing-re-check-due = re-check due
standing-rectification = under rectification
standing-kept = kept after re-check
standing-lowered = lowered
standing-cancelled = cancelled
standing-given-up = given up
standing-expired = expired
standing-replaced = replaced

rating-step-call-re-check = call a re-check
rating-step-order-rectification = order rectification
rating-step-keep = keep
rating-step-lower = lower
rating-step-cancel = cancel
rating-step-give-up = give up
rating-step-expire = expire
rating-step-replace = replace
error-rating-step = This rating is “{ $standing }”; it is not possible to { $step } it.

rating-list-title = Ratings
rating-count = { $n ->
    [one] 1 rating
   *[other] { $n } ratings
}
rating-filter-text = Name, village or certificate
rating-star-awarded = Star awarded
rating-re-checks = Re-check calendar
rating-re-checks-count = { $overdue } overdue, { $due } due this month, { $coming } to come
rating-re-check-overdue = Overdue
rating-re-checks-none = No star is to be re-checked.
rating-within-120 = within 120 days
rating-counted-as = Ratings counted as “{ $as }” on { $day }; the standing is today’s.
rating-ended-on = ended { $day }
rating-none-found = No rating fits.
rating-none-yet = No star has been awarded yet.
rating-facts = Certificate and term
rating-ended = Ended
rating-origin = Comes from
rating-lowered-from = lowered from { $star }
rating-successor = Lowered to
rating-lowered-to = { $star }, issued anew
rating-history = Since the award
rating-by-calendar = recorded when its day came
rating-next = What may be done
rating-next-ended = This star has ended; nothing more can be done with it.
rating-next-nothing = There is nothing for you to do now.
rating-call = Call the re-check
rating-call-what = The next re-check is on { $day } and is called by itself then. To call it earlier, say why.
rating-found = What the re-check found
rating-found-hint = When, by whom, with what result; the operator reads it
rating-keep = Passed: keep the star
rating-keep-what = If it is kept, the next re-check is on { $day }.
rating-lower = Lower
rating-cancel = Cancel the star
rating-give-up = Give the star up
rating-effect = What this does
rating-reason-public = Goes on record; the operator reads it
rating-choose = Choose
rating-not-open = This rating is “{ $standing }”; this cannot be done.
rating-lower-to = Lower to
rating-lower-title = Lower { $site } ({ $star })
rating-lower-effect = Certificate { $certificate } is void at once and plaque { $plaque } comes back; a certificate and a plaque of the lower star are issued for the rest of the term. The register and the check page follow at once.
rating-lower-do = Lower it
rating-cancel-title = Cancel { $star } of { $site }
rating-cancel-effect = Certificate { $certificate } is void at once and plaque { $plaque } is taken down; the register no longer lists the site and the check page says cancelled. This cannot be undone; the site can only apply again.
rating-cancel-do = Cancel the star
rating-give-up-title = Give up { $star } of { $site }
rating-give-up-effect = Certificate { $certificate } is void at once and plaque { $plaque } must be handed back; the register no longer lists the site. This cannot be undone; you can only apply again.
rating-give-up-confirm = I know that the plaque comes down for good
rating-give-up-do = Give it up
rating-waiting-due = { $n ->
    [one] 1 star is due for its re-check
   *[other] { $n } stars are due for their re-check
}
rating-waiting-running-out = { $n ->
    [one] 1 star runs out within 120 days
   *[other] { $n } stars run out within 120 days
}

notice-rating-re-check-called = The re-check is called.
notice-rating-kept = The star is kept. The next re-check is on { $day }.
notice-rating-lowered = Lowered. This is the star issued in its place.
notice-rating-cancelled = The star is cancelled and its certificate void.
notice-rating-given-up = The star is given up and its certificate void.

error-rating-not-lower = Choose a star lower than the present one
error-rating-last-day = Today is the last day of this star; it can no longer be lowered.
error-rating-one-live = This site was awarded another star just now; a site holds one star at most.
error-rating-not-confirmed = Confirm first that you know what this does
