register-title = Star register
register-what = { $n ->
    [one] 1 site holds a valid star.
   *[other] { $n } sites hold a valid star.
}
register-by-unit = Stars by unit
register-unit-of-count = Unit: sites
register-total = Total
register-list = The register
register-filter-text = Name, village or pinyin
register-none = No site with a star matches.
register-source = Source: the award records of this register
register-csv = Download as a table
register-geojson = Download for a map
register-found = { $n } { $n ->
    [one] site
   *[other] sites
  }
register-empty = No site holds a star yet.
