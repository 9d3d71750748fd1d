photo-title = Inspection photos
photo-back = Back to the inspection
photo-add = Add photos
photo-of = What they show
photo-whole = The whole inspection
photo-files = Photos
photo-none-yet = No photo yet. Choose the item; you may pick several photos at once.
photo-none = This application has no inspection photos.
photo-to-application = Back to the application
photo-save-and-add = Save the draft and add photos
photo-count = Photos { $n }
photo-of-items = { $n ->
    [one] { $n } photo of items
   *[other] { $n } photos of items
}

papers-column = Evidence
papers-n = { $n ->
    [one] { $n } file
   *[other] { $n } files
}
papers-own = { $n ->
    [one] { $n } own
   *[other] { $n } own
}
papers-panel = { $n ->
    [one] { $n } panel
   *[other] { $n } panel
}
papers-of = { $part }: evidence
papers-see = { $part }: see the evidence
papers-close = Close
papers-none = No evidence for this part yet.
