DROP TABLE open_releases;
DROP FUNCTION open_releases_follow();
DROP FUNCTION open_releases_never_change();
