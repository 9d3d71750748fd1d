-- Every start looks for search texts that an older rule made. There are none but after an update, and to see that must not take
-- reading the whole register.

CREATE INDEX households_search_version ON households (search_version);
