DROP TRIGGER hires_stay_one_long_term ON hires;
DROP TRIGGER hires_one_long_term ON hires;
DROP FUNCTION hires_one_long_term();
DROP TRIGGER hires_keep_wage_months ON hires;
DROP FUNCTION hires_keep_wage_months();
DROP TABLE wage_corrections;
DROP TABLE wage_months;
DROP FUNCTION wage_months_stay();
DROP FUNCTION wage_months_within();
