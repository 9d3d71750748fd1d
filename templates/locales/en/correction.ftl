correction-name = Name
correction-place = Village or place
correction-title = Correction
correction-what = If the recorded name, village or star is wrong: see which certificates, notices and pages used it, then put it right.
correction-open = Look and correct
correction-certificates = Certificates
correction-differing = { $n ->
    [one] 1 differs from the record
   *[other] { $n } differ from the record
}
correction-printed = As printed
correction-difference = Beside the record
correction-check-page = Check page
correction-same = the same
correction-voided = void already
correction-reissue = void and issue anew
correction-no-certificate = No certificate was printed yet.
correction-notices = Public notices
correction-notice-differs = names the site otherwise than the record
correction-no-notice = There was no public notice.
correction-pages = Public pages
correction-pages-follow = follows the record at once
correction-not-on-register = The register does not list this site now.
correction-right = Put the record right
correction-recorded = The record says: { $name }, { $place }.
correction-effect = Certificates that differ are listed on the left afterwards; each is to be voided and issued anew.
correction-do = Put right
correction-star = The star is wrong
correction-star-what = The record says { $star }. A star is never edited: too high is lowered or cancelled, too low needs a new application and decision.
correction-star-to = To the steps
correction-made = Corrections
correction-was-becomes = “{ $was }” became “{ $becomes }”
notice-correction-made = { $n ->
    [0] Put right. No certificate has to be issued anew.
    [one] Put right. 1 certificate in force is to be voided and issued anew.
   *[other] Put right. { $n } certificates in force are to be voided and issued anew.
}
error-correction-unit = This village reports to another unit; that cannot be changed here
error-correction-nothing = This is what the record says already
