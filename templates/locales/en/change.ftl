change-title = Changes
change-entered = Entered
change-corrected = Corrected
change-removed = Removed
change-was = Was
change-is = Now
change-month = { $visits ->
    [one] { $visits } visit
   *[other] { $visits } visits
}, revenue { $revenue } yuan
change-by-program = The program
