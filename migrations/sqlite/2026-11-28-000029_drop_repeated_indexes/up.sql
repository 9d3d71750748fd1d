-- Each of these is the beginning of a unique index, which finds the same rows: they only made every exit dearer to announce.

DROP INDEX exits_household;
DROP INDEX exit_members_person;
DROP INDEX non_tourism_measures_person;
