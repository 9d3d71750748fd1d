file-accepts = A photograph (JPG, PNG, WebP) or a PDF, each of at most { $most } MB
file-again = Something has to be put right, and browsers do not keep chosen files: please choose them once more
file-picture = Picture: { $name }
file-size = { $kib } KB
file-none = No files yet.
file-choose = Choose a file
file-choose-many = Choose files
file-making = Preparing…
file-smaller = {" "}(was {"{"}size{"}"})
file-sending = Sending…
file-arrived = Sent
file-refused = {"Refused: "}
file-lost = Not sent; the network may be down. Press again to send only what is left.

media-type-jpeg = Photograph (JPG)
media-type-png = Picture (PNG)
media-type-webp = Photograph (WebP)
media-type-pdf = PDF file

error-file-too-large = The file has more than { $most } MB; make the photograph smaller, or scan the paper into several files
error-file-kind = Only photographs (JPG, PNG, WebP) and PDF are taken in, and this is neither; photograph it or save it as PDF
error-file-empty = This file is empty; please choose again
error-file-damaged = This picture cannot be opened, perhaps it did not arrive whole; please take or choose it again
error-file-required = Please choose a file
