DROP TABLE targets;
DROP TABLE target_letters;
