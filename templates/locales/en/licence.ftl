licence-title = Licences
licence-add = Add a licence
licence-add-this = Add
licence-renew = Add a renewed one
licence-correct = Correct
licence-save = Save
licence-kind = Which licence
licence-number = Its number
licence-number-hint = As printed on it, such as JY24507210012345
licence-valid-until = Valid until
licence-valid-until-hint = Such as 2020-06-30; tick the box below if it says 长期 (without end)
licence-without-end = Without end
licence-without-end-hint = The licence says 长期, or names no last day
licence-until = Valid until
licence-photo = Photograph of the licence
licence-photo-hint = All of it, with the writing legible.
licence-photo-held = The photograph there is; it stays unless you choose another
licence-no-photo = No photograph
licence-none-of-kind = None recorded yet.
licence-not-owed = Not required for this trade
licence-lacking = { $n ->
    [one] One thing to put right before applying for a star
   *[other] { $n } things to put right before applying for a star
}
licence-waiting = Sites with a licence missing, expired or running out within 60 days

licence-kind-business = Business licence
licence-kind-hygiene = Hygiene permit
licence-kind-fire-safety = Fire safety certificate
licence-kind-special-trade = Special trade permit (lodging)
licence-kind-food = Food business licence

licence-state-valid = Valid
licence-state-runs-out = Runs out within 60 days
licence-state-expired = Expired

notice-licence-added = The licence is recorded.
notice-licence-corrected = The licence is corrected.

error-licence-number = Type the number as printed, 4 to 40 characters, such as JY24507210012345
error-licence-taken = The site has a licence of this kind and number already
error-licence-until = Type the last day, or tick “Without end”
error-licence-until-both = A licence has a last day or is without end, not both
error-licence-missing = { $kind }: not recorded
error-licence-expired = { $kind }: expired on { $day }; record the renewed one

licence-remove = Remove this licence
licence-remove-link = Entered by mistake? Remove this licence
licence-remove-ask = Remove this licence?
licence-remove-what = Remove only what was entered wrongly. Keep an expired licence and add the new one beside it. The removal stays in the changes.
licence-remove-not = Keep it
notice-licence-removed = The licence is removed; the changes show it.
