star-count-title = Counts of stars
star-count-on = As of
star-count-as-of = As of the end of { $day }
star-count-unit-code = Unit code
star-count-of-applications = Applications, by the star applied for
star-count-of-ratings = Ratings, by the star awarded
star-count-drawn = Applications and valid stars
star-count-square = One square is one application, or one valid star
star-count-applied-long = Applied for
star-count-valid-long = Valid (awarded)
star-count-sites = { $n ->
    [one] These applications come from 1 site.
   *[other] These applications come from { $n } sites.
}
star-count-by-unit = By reporting unit
star-count-by-kind = By kind
star-count-by-star = By star
star-count-apart = A star applied for is not a star awarded: the left columns go by the star applied for, the right ones by the star awarded, and they are never added up. Awarded and reissued together are valid, expired, cancelled, given up, lowered and replaced together.
star-count-source = Counted from the dated records of each application and each star

star-count-applied = applied
star-count-inspected = inspected
star-count-awarded = awarded
star-count-reissued = reissued lower
star-count-valid = valid
star-count-expired = expired
star-count-cancelled = cancelled
star-count-given-up = given up
star-count-lowered = lowered
star-count-replaced = replaced
