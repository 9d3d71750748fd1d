# The wall
screen-title = Exits through tourism in { $year }
screen-stars = Valid stars
screen-refreshes = Read { $at }, anew every minute
screen-open = Wall display
