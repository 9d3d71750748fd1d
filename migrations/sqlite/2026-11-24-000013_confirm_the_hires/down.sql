DROP TRIGGER hires_stay_one_long_term;
DROP TRIGGER hires_one_long_term;
DROP TRIGGER hires_keep_wage_months;
DROP TABLE wage_corrections;
DROP TABLE wage_months;
