# Imports
import-title = Imports
import-lead = Files the offices send are shown first: what each would do, before anything is stored. Showing changes no record.
import-do = Import a file
import-payments-do = Import a payment list
import-count = { $n ->
    [one] { $n } import
   *[other] { $n } imports
}
import-file = File
import-noun-label = Of what
import-stage-label = State
import-stored = Stored (rows)
import-made = By
import-ended = Ended
import-none = No file has been imported yet.
import-new = Import: { $noun }
import-new-lead = Columns may stand in any order, under titles and in merged cells. The file is shown first; nothing is stored.
import-template = Download the template
import-document-hint = If the file has no column for it, for example 灵扶领〔2017〕35号
import-on-hint = If the file has no column for it, for example 2017-11-20
import-file-hint = xlsx, xls, ods or CSV, up to 10 MB
import-check = Upload and show
import-columns = Columns that are known
import-columns-lead = Found by their names, in any order; other names on the right.
import-must = required
import-marked = Download the marked file
import-same-file = A file of the same content was imported:
import-rows = { $n ->
    [one] { $n } row
   *[other] { $n } rows
}
import-counts = What would become of the rows
import-outcome = Result
import-outcome-is = { $outcome }
import-unused = Columns not used:
import-told = Rows to look at
import-all-told = All rows to look at
import-row = Row
import-row-n = Row { $n }
import-what = Which
import-details = Details
import-which = Several households of the register fit; choose which it is:
import-same = The register has somebody of the same name, born on the same day. Is it the same person?
import-this-row = In the file
import-this-one = This household
import-on-record = On record
import-decide = Save the decisions
import-next = Next
import-part-what = { $n ->
    [one] { $n } row can be stored.
   *[other] { $n } rows can be stored.
} What is wrong or waits, { $rest } more, is left out and stays in the marked file.
import-whole-what = All or nothing: download the marked file, put it right and upload it again.
import-store-what = { $n ->
    [one] The row can be stored; if anything fails, it is not.
   *[other] All { $n } rows can be stored, in one piece; if anything fails, none is.
}
import-store = { $n ->
    [one] Store the row
   *[other] Store all { $n } rows
}
import-store-part = { $n ->
    [one] Store the correct row
   *[other] Store the { $n } correct rows
}
import-nothing-new = There is nothing to store: every row is on record already, or wrong.
import-cancel = Store nothing and delete the file
import-facts = This import
import-kept = The file
import-kept-until = kept encrypted, for 14 days at most
import-kept-not = deleted
import-undo = Undo this import
import-undo-what = Takes out again everything this import stored. Not possible once anything later has used any of it.
import-count-rows = Rows
import-count-fine = Can be stored (rows)
import-count-changes = Change what is on record (rows)
import-count-known = On record already (rows)
import-count-duplicates = Possible duplicates to decide (rows)
import-count-wrong = Wrong (rows)
import-count-held = Wait for other rows (rows)
import-count-skipped = Left out by decision (rows)
import-marked-note = Red cells are wrong; the notes and the column 错误说明 say why. This file can be uploaded again once it is put right.
import-hint-must = Required
import-hint-identity = All 18 characters, as text
import-hint-code = As text
import-hint-day = A day, for example 2017-11-24
import-hint-month = A day or a month, for example 2015-12-31 or 2015年12月
import-hint-choice = Choose from the list
import-hint-open = Choose from the list; for a number of a unit, the unit's name
import-hint-percent = For rows of a percentage: as text, as it was printed, for example 30.5%; the number is its numerator
import-hint-example = For example { $example }
import-template-pick = Choose from the list

import-noun-exits = Announced exits
import-noun-hires = Roster of hires
import-noun-sites = Sites
import-noun-operators = Businesses
import-noun-divisions = Divisions
import-noun-courses = Course rosters
import-noun-payments = Payment lists
import-noun-figures = Published figures
import-noun-targets = Letters of targets
import-noun-households = Households and members

import-stage-received = being read
import-stage-previewed = to be confirmed
import-stage-stored = stored
import-stage-stored-in-part = stored in part
import-stage-refused = could not be read
import-stage-cancelled = cancelled
import-stage-undone = undone

import-step-preview = show
import-step-refuse = refuse the file
import-step-decide = decide on duplicates
import-step-store = store
import-step-store-part = store the correct rows
import-step-cancel = cancel
import-step-undo = undo

import-decision-new = Not the same: take it in
import-decision-skip = There already: leave this row out
import-decision-chosen = A record was chosen

import-outcome-fine = can be stored
import-outcome-changes = changes what is on record
import-outcome-known = on record already
import-outcome-duplicate = possible duplicate, to be decided
import-outcome-wrong = wrong
import-outcome-held = waits for other rows
import-outcome-skipped = left out by decision

notice-import-decided = The decisions are recorded, and the result is up to date.
notice-import-stored = Stored.
notice-import-cancelled = Nothing was stored, and the file is deleted.
notice-import-undone = Undone: the records are as before.

error-import-choice = “{ $given }” is not one of the words. Possible: { $words }
error-import-columns-twice = Columns stand there twice and cannot be told apart: { $columns }. Delete or rename one of each
error-import-day = “{ $given }” is no date; write 2017-11-24
error-import-day-needed = The file has no column for the day of the announcement; give it here
error-import-day-whole = “{ $given }” lacks the day; write 2017-11-24
error-import-differs = The rows of this household above say otherwise; make them agree
error-import-digits-lost = “{ $given }” was turned into a number by the spreadsheet program, and may have lost its last digits. Format the column as text and enter it again from the original papers
error-import-document-day = This document is on record with the day { $day }, not this row's; check the document or the day
error-import-document-needed = The file has no column for the document; give it here
error-import-empty = The file is empty; is it the right one?
error-import-encoding = The characters of the file cannot be read. Save it as xlsx, or as CSV in UTF-8
error-import-file-gone = The file has been deleted; upload it again
error-import-formula = A formula came to nothing ({ $given }); enter the value itself
error-import-head-differs = The register's head is { $known }; check which is right
error-import-head-elsewhere = Whoever has this ID number is not in the household of this code; check both
error-import-household-elsewhere = This household code is on record outside your area; ask the city bureau
error-import-identity-here = This is an ID number, not a code; check the columns
error-import-identity-number = The spreadsheet program turned this ID number into a number, and its last digits are lost. It is not guessed: format the column as text and enter all 18 characters again from the papers
error-import-interrupted = The server stopped while reading; nothing was imported. Upload the file again
error-import-kind = The file cannot be opened. Use xlsx, xls, ods or CSV, without a password
error-import-missing-columns = These columns are missing: { $columns }. See the known names below, or download the template
error-import-month = “{ $given }” is no date; write 2015-12-31 or 2015年12月
error-import-month-lost = “{ $given }” may be January or October (the spreadsheet program dropped a zero). Write 2017年1月 or 2017年10月
error-import-name = “{ $given }” is no name
error-import-no-decision = Nothing is chosen yet; choose first
error-import-no-file = Choose a file
error-import-no-head = This household has no head; one row must say 户主
error-import-no-header = No row has the names of the columns. See the known names below, or download the template
error-import-no-household = The register has no household of this head in the village; check the name and the village, or add the household code
error-import-no-rows = There are no rows below the header
error-import-nobody = Nobody on the register has this ID number; check it
error-import-not-whole = { $n ->
    [one] { $n } row is
   *[other] { $n } rows are
} wrong or undecided, so not all can be stored. Store the correct rows, or put the file right and upload it again
error-import-nothing = There is nothing to store
error-import-old-template = This is version { $version } of the template; version { $current } is in use. Download the new one and paste the data into it
error-import-other-template = This template is for another kind of file; is it the right one?
error-import-person-twice = This ID number stands in row { $row } already
error-import-rows-differ = It says { $given } persons, the file has { $rows } rows of this household; check it
error-import-sex-differs = The ID number says the other sex; check it
error-import-size-differs = The list says { $given } persons, the register had { $known } on the day of the announcement; check the register or the list first
error-import-step = This import is { $stage }: to { $step } is not possible
error-import-too-many = A file may have { $most } rows; split it
error-import-too-old = An import older than 14 days cannot be undone
error-import-unpacked = The file is too large when unpacked; save it as a new xlsx
error-import-used = Something later has used what this import stored; it cannot be undone
error-import-village = There is no village “{ $given }”; check the name, or add the township
error-import-village-code = There is no village with the code { $code }
error-import-village-needed = Without a household code the village is needed: add the columns 乡镇 and 行政村, or name it in the title
error-import-village-several = There are several “{ $given }” ({ $townships }); add the township
error-import-whole = “{ $given }” is no whole number
error-import-year = “{ $given }” is no year; write 2017
error-import-year-differs = The year { $given } is not that of the announcement, { $day }
error-import-yes = “{ $given }” is neither 是 nor 否
error-import-yuan = “{ $given }” is no amount; write 1800 or 1800.50
error-import-no-site = There is no site called “{ $given }”; check the name
error-import-site-several = There are several sites called “{ $given }”; add the township and the village
error-import-parent = The code above it is { $parent }
error-import-no-parent = There is no division { $parent } above it; import that first
import-running-reading = Reading the file
import-running-checking = { $n ->
    [one] Checking { $n } row
   *[other] Checking { $n } rows
}
import-running-storing = { $n ->
    [one] Storing { $n } row
   *[other] Storing { $n } rows
}
import-running-percent = { $n }% done
import-running-what = This page refreshes by itself; you may leave and come back. Nothing is stored before it is done.
error-import-failed = It was not finished and nothing was stored. Try again; if it fails again, ask the administrator
error-import-stale = Somebody else changed the records meanwhile; nothing was stored. Try again
error-import-left = Stopped; nothing was stored
error-import-unit = There is no unit “{ $given }”. It may be: { $units }
error-import-name-differs = On the register this ID number is of { $known }; check the name and the number
error-import-recorded-differs = It is on record already, as { $known }, which is not what this row says. Check it; what is recorded wrongly is corrected on its page
error-import-group-differs = Row { $row } says otherwise. These rows make one record; make them agree
error-import-twice = Row { $row } says this already; delete one of the two
error-import-course-several = Several courses of this name, place and first day are on record, so which one is meant cannot be told; enter each person on the page of the course
error-import-no-programme = No programme called “{ $given }” is on record for this village and year. Check the name and the year; for a new one, add the columns 项目文号 and 是否重点村
error-import-broken-down = It says 未分解到县区 (not broken down), and there are numbers of units; check which is so
error-import-percent = “{ $given }” was turned into a number by the spreadsheet. Make the column text and write it as printed, for example 30.5%
