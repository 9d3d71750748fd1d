DROP TABLE open_releases;
