# The frame: words of every page
common-brand = 星途 Xingtu
common-product = Village tourism register
common-description = Village tourism ratings, and the pathway of every household out of poverty, each number traceable to people and papers.
common-skip = Skip to content
common-nav = Main navigation
common-other-language = 中文
common-type-large = Large type
common-type-normal = Normal type
common-sign-in = Sign in
common-sign-out = Sign out
common-footer = Qinzhou register of village tourism and poverty relief
common-back = Back
common-help-phone = Call for help
common-offline = There is no network now.
common-offline-next = What you typed stays on this phone; submit it when the network is back.
common-here = You are here
common-yuan = yuan
common-semicolon = {"; "}

common-errors = { $n ->
    [one] { $n } thing to correct
   *[other] { $n } things to correct
}
common-errors-kept = Everything you typed is still there.
common-error-prefix = Error:{" "}
common-optional = (optional)
common-sending = Sending…
common-filter = Search
common-print = Print
common-export = Export
common-all = All
common-yes = Yes
common-no = No
common-none = None
common-cancel = Cancel
common-details = View

common-pager = Pages
common-pager-rows = { $first }–{ $last } of { $total }
common-pager-page = Page { $page } of { $pages }
common-pager-previous = Previous
common-pager-next = Next

common-stars = { $stars ->
    [1] one star
    [2] two stars
    [3] three stars
    [4] four stars
   *[5] five stars
}

common-prepared-by = Prepared by: ____________
common-checked-by = Checked by: ____________
common-unit-seal = Unit (seal)

nav-start = Start
nav-notices = Notices
nav-register = Star register
nav-open-tallies = Open data
nav-home = Home
nav-sites = Sites
nav-applications = Applications
nav-ratings = Ratings
nav-sheets = Standards
nav-calendar = Calendar
nav-exit-criteria = Exit criteria
nav-hires = Hires
nav-households = Households
nav-exits = Exits
nav-tallies = Results
nav-imports = Imports

# Drafts and sending (used by the page's script)
common-draft-kept = Kept on this phone
common-leave = Something is not submitted yet and would be lost.
common-step = Step { $step } of { $steps }
common-step-next = Next
common-step-back = Back
common-demonstration = A demonstration: people and papers are fictional
common-day-hint = For example 2017-11-24
