# What is wrong with one field
error-required = This must be filled in
error-of-field = { $field }: { $wrong }
error-number = Please enter a number, for example 12
error-day = Please enter a day, for example 2017-11-24
error-length = Too long or too short
error-too-long = Too long; at most { $most } characters
error-range = Out of range
error-choice = Please choose one
error-invalid = This cannot be read
error-unknown-code = There is no choice “{ $code }”; please choose again
error-division-code = “{ $given }” is not the code of a division
error-unit-code = “{ $given }” is not a reporting unit
error-locality-code = “{ $given }” is not the code of a township (9 digits) or village (12)
error-forbidden = { $role } may not { $act }.

# A page that cannot be shown
failure-kept = What was kept
failure-next = What to do
failure-number = Number of the problem
failure-again = Try again
failure-home = Go to the start page
failure-wait = { $n ->
    [one] Try again in a minute.
   *[other] Try again in { $n } minutes.
}

failure-invalid-title = Something is filled in wrongly
failure-invalid-what = Some of what was sent is not right.
failure-invalid-kept = Nothing was saved.
failure-invalid-next = Go back, correct it and submit again.

failure-signed-out-title = Please sign in
failure-signed-out-what = You are not signed in, or your session has ended.
failure-signed-out-kept = Nothing was saved.
failure-signed-out-next = Sign in and try again.

failure-forbidden-title = Your account may not do this
failure-forbidden-what = Your role does not allow it.
failure-forbidden-kept = Nothing was changed.
failure-forbidden-next = If it should be yours to do, ask the administrator.

failure-forged-title = This form is no longer good
failure-forged-what = The form was not opened from here, or too long ago.
failure-forged-kept = Nothing was saved.
failure-forged-next = Go back, reload the page and submit again.

failure-not-found-title = There is no such page
failure-not-found-what = There is no such record, or it is not yours to see.
failure-not-found-kept = Nothing was changed.
failure-not-found-next = Check the address, or begin at the start page.

failure-not-allowed-title = This address cannot be opened
failure-not-allowed-what = It only takes what a form of this site sends.
failure-not-allowed-kept = Nothing was changed.
failure-not-allowed-next = Go back, or start from the home page.

failure-conflict-title = Not possible now
failure-conflict-what = The state of this record does not allow this step.
failure-conflict-kept = Nothing was changed.
failure-conflict-next = Go back and look at the record as it is now.

failure-stale-title = Somebody has just changed this record
failure-stale-what = Somebody took a step after you opened it.
failure-stale-kept = Your step was not saved; theirs was.
failure-stale-next = Open it again, see what changed, and then act.

failure-too-large-title = Too much
failure-too-large-what = What was sent is over the limit.
failure-too-large-kept = Nothing was saved.
failure-too-large-next = Shorten the text, make the photographs smaller, or send it in several parts: a file has at most 10 MB, all together 24 MB.

failure-unsupported-title = This cannot be read
failure-unsupported-what = This kind of content is not accepted here.
failure-unsupported-kept = Nothing was saved.
failure-unsupported-next = Submit it from a form of this site.

failure-too-many-title = Too many tries
failure-too-many-what = So that nobody can guess passwords, there is a pause now.
failure-too-many-kept = Your account is not locked.
failure-too-many-next = Try again in a while.

failure-busy-title = Too busy now
failure-busy-what = Too many people are working at once.
failure-busy-kept = Nothing was saved.
failure-busy-next = Wait a moment and try again; a repeat is not recorded twice.

failure-unreadable-title = This file cannot be read
failure-unreadable-what = What was kept is missing or is not what was sent, so it is not shown.
failure-unreadable-kept = The record of the file is still there.
failure-unreadable-next = Tell the administrator the number of the problem, so that it is taken from the backup; if you still have the original, send it again.

failure-broken-title = Something broke here
failure-broken-what = This was not done; the reason has been written down.
failure-broken-kept = Nothing was saved.
failure-broken-next = Try again later; if it persists, tell the administrator the number.
error-api-cursor = This is no place to read on from; take `next` of the answer before
error-api-limit = From 1 to { $most } rows at a time
error-json = The body is not the JSON this takes; see openapi.json.
error-idempotency-key = This Idempotency-Key came with another request before; use another.
