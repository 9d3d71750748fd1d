batch-title = Propose for a village
batch-lead = The exits of a village that wait, on one screen: choose the evidence of each and propose them at once. What is not chosen is left alone.
batch-villages = Villages with exits that wait
batch-other-village = Another village
batch-unsaved = What you chose is not proposed yet and would have to be chosen again.
batch-evidence = Evidence
batch-leave = Not this time
batch-no-candidate = No paper supports it
batch-consequence = All at once: if one cannot be proposed, none is, and the reason stands beside it. A colleague of your county then verifies them.
batch-propose = Propose these
batch-none = No exit waits to be attributed.
batch-none-here = No exit of this village waits.
batch-of = { $village }: proposed together
batch-rows = { $n ->
    [one] { $n } household
   *[other] { $n } households
  }
batch-was-undone = Undone
batch-undo = Undo the whole batch
batch-undo-lead = As long as none of it is verified, the whole batch can be undone; its exits then wait again.

notice-batch-proposed = Proposed together. A colleague of your county now verifies them.
notice-batch-undone = The batch is undone; its exits can be attributed anew.

error-batch-empty = No evidence is chosen yet.
error-batch-verified = Some of this batch is verified or confirmed, so it cannot be undone as a whole; withdraw one by one.
error-batch-undone = This batch was undone before.
