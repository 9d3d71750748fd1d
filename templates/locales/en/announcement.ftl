announcement-title = Announced lists
announcement-lead = The poverty office’s lists of exits, one for each document and unit. The office decides who exits; here its lists are entered.
announcement-count = { $n ->
    [one] { $n } list
   *[other] { $n } lists
  }
announcement-batch = Batch
announcement-households = Households
announcement-ended = Ended since (households)
announcement-none = No list fits these filters.
announcement-none-action = See all lists
announcement-none-yet = No list has been entered yet.
announcement-no-exits = This list has no exits.
announcement-new = Enter a list
announcement-new-lead = As the poverty office announced it. Members are frozen as the register had them on its day.
announcement-unsaved = The list is not entered yet and would have to be typed again.
announcement-document-hint = As printed, such as “灵扶领〔2017〕35号”
announcement-on-hint = The day of the document, such as 2017-11-20; exits count in its year and month
announcement-unit-blank = Choose
announcement-codes = Household codes
announcement-codes-hint = One a line; a whole column of a spreadsheet can be pasted
announcement-consequence = The list is entered as a whole: if one line is wrong, none is entered, and every reason is told.
announcement-save = Enter this list
announcement-add = Add households
announcement-standing = Still standing
announcement-entered = Entered
announcement-imported = With an import

exit-batch-first-half = first half
exit-batch-second-half = second half

notice-exits-announced = The list is entered, its members frozen as of its day.

error-announcement-entered = This document’s list for this unit is entered already; add the households there.
error-announced-too-many = At most { $most } households at once; enter the list in parts.
error-announced-no-code = Line { $line }: “{ $code }” is no household code.
error-announced-twice = Line { $line }: { $code } stands in the list twice.
error-announced-unknown = Line { $line }: the unit’s register has no { $code }.
error-announced-live-exit = Line { $line }: { $code } has an announced exit that no return to poverty or revocation closed.
error-announced-same-year = Line { $line }: { $code } had an exit of this year already.
error-announced-before-the-end = Line { $line }: the earlier exit of { $code } ended only after this announcement.
error-announced-no-members = Line { $line }: the register has no members, or no head, of { $code } on that day.
error-announced-member-elsewhere = Line { $line }: a member of { $code } went out with another household; nobody is counted twice.
