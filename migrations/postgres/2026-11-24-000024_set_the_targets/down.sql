DROP TABLE targets;
DROP TABLE target_letters;
DROP FUNCTION targets_whole();
DROP FUNCTION target_letters_stay();
