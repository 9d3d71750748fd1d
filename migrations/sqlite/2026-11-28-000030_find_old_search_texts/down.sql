DROP INDEX households_search_version;
