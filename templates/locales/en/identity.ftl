sex-female = female
sex-male = male

error-id-length = An ID number has 18 characters; this one has { $found }
error-id-first-generation = This is an old number of 15 digits; enter the 18 characters on the card
error-id-character = An ID number has only digits, and perhaps an X at the end
error-id-birth-date = The date of birth inside the ID number is not a date; please check
error-id-checksum = One character of the ID number is wrong; please check
error-name-length = Enter a name of 2 to 40 characters
error-name-character = A name has no “{ $character }”
error-phone = Enter a mobile number of 11 digits, or a landline with its area code, such as 0777-3688200
error-reason-empty = Give a reason
error-reason-too-long = Keep the reason within 500 characters
