site-list-title = Sites
site-count = { $n ->
    [one] 1 site
   *[other] { $n } sites
}
site-heading = The site
site-register = Register a site
site-register-what = A registered site can apply for a star and report whom it hires.
site-filter-text = Name, village or business
site-name = Name
site-name-hint = As it stands on the gate; unique in its village
site-kind = Kind
site-trade = Trade
site-trade-hint = Decides which parts of the score sheet count
site-unit = Reporting unit
site-village = Village
site-village-hint = The village decides which unit the site reports to
site-village-blank = Choose one
site-natural-village = Natural village (hamlet)
site-natural-village-hint = Leave empty if there is none
site-address = Address
site-address-hint = Road, number, or what it is near
site-phone = Business telephone
site-phone-hint = Published on the star register; give the number of the business
site-beds = Beds
site-beds-unit = beds
site-beds-count = { $n ->
    [one] 1 bed
   *[other] { $n } beds
}
site-seats = Seats at table
site-seats-unit = seats
site-seats-count = { $n ->
    [one] 1 seat
   *[other] { $n } seats
}
site-opened-on = Opened on
site-opened-on-hint = For example 2015-05-01
site-annual-visits = Visits, last 12 months
site-visits-count = { $n ->
    [one] 1 visit
   *[other] { $n } visits
}
site-registered-at = Registered on
site-stars = Star
site-kept = Licences and figures
site-facts = Facts
site-applications = Applications for a star
site-no-applications = No application for a star yet.
site-no-sheet = No score sheet is in force for the kind “{ $kind }”, so it cannot apply for now.
site-closed-since = Closed since
site-none = No site yet.
site-none-found = No site matches.
site-show-all = Show all

site-kind-tourism-area = Village tourism area
site-kind-farm-stay = Farm stay
site-kind-homestay = Homestay

trade-catering = meals
trade-lodging = lodging
trade-combined = meals and lodging

notice-site-registered = Registered.

error-site-name = Enter a name of 2 to { $max } characters
error-site-name-taken = This village already has a site of this name
error-site-natural-village = Keep the natural village within { $max } characters
error-site-address = Keep the address within { $max } characters
error-site-capacity = Enter a whole number from 0 to 9999
error-site-division = Choose a village from the list
error-site-outside-unit = This village does not report to your unit
error-site-opened-on = The opening day cannot be later than today
error-venue-phone = Enter a mobile number of 11 digits, or a landline with its area code, such as 0777-3688200

site-longitude = Longitude
site-latitude = Latitude
site-position = Position
site-position-hint = Decimal degrees, such as longitude 108.620000 and latitude 21.950000; a long press in a telephone's map shows them
site-position-edit = Position and other names
site-position-save = Save
site-open-map = Open in the telephone's map
site-degrees = { $longitude }° E, { $latitude }° N
site-also-known = Other names
site-also-known-hint = For searching only: an old name, a local reading in pinyin
notice-site-placed = Position and other names are saved.
error-degrees = Enter decimal degrees, such as 108.62
error-longitude = Qinzhou lies between 107.45° and 109.933334° east
error-latitude = Qinzhou lies between 20.9° and 22.683334° north
error-position-both = Enter both longitude and latitude, or neither
error-site-also-known = Other names have at most { $max } characters
