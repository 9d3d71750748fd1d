operator-heading = The business
operator-hint = A business registered before is recognised by its credit code and not entered twice.
operator-credit-code = Unified social credit code
operator-credit-code-hint = The 18 characters on the business licence
operator-name = Business
operator-name-hint = As on the business licence
operator-contact = Contact
operator-contact-hint = Shown to staff only

error-credit-code-form = A credit code has 18 digits and capital letters, without I, O, S, V and Z
error-credit-code-check = One character of the credit code is wrong; please compare it with the licence
error-operator-name = Enter a business name of 2 to { $max } characters
error-operator-contact = Keep the contact within { $max } characters
