DROP TRIGGER exit_members_whole;
DROP TRIGGER exit_members_stay;
DROP TRIGGER exit_members_frozen;
DROP TRIGGER exits_frozen;
DROP TRIGGER exit_criteria_items_used_are_kept;
DROP TRIGGER exit_criteria_items_used_stay;
DROP TRIGGER exit_criteria_items_used_are_whole;
DROP TRIGGER exit_criteria_used_are_kept;
DROP TRIGGER exit_criteria_used_stay;
DROP TRIGGER income_lines_used_are_kept;
DROP TRIGGER income_lines_used_stay;
-- Dropping a table empties it first, which the triggers would refuse.
DROP TRIGGER sample_cases_stay;
DROP TRIGGER sample_units_stay;
DROP TRIGGER sample_checks_stay;
DROP TABLE sample_cases;
DROP TABLE sample_units;
DROP TABLE sample_checks;
