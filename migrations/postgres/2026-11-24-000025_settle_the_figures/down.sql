-- What the older tables have no place for is lost: scopes, numbers of units, percentages, explanations, closings; and of the figures
-- that differ by scope or unit only, all but the first.
DROP TABLE published_figure_closing_lines;
DROP TABLE published_figure_closings;
DROP TABLE published_figure_explanations;
DROP TABLE published_figure_ratios;
DROP TABLE published_figure_units;
DROP TRIGGER published_figures_change ON published_figures;
DROP TRIGGER published_figures_stay ON published_figures;
DROP TRIGGER published_figure_parts_stay ON published_figure_parts;
DROP FUNCTION published_figures_stay();
DROP FUNCTION published_figure_settlement_stays();
DROP FUNCTION published_figure_closings_two_people();
DROP FUNCTION published_figures_comparable();
DROP INDEX published_figures_once;
DROP INDEX published_figures_once_a_unit;
CREATE TEMPORARY TABLE published_figures_kept ON COMMIT DROP AS
SELECT MIN(id) AS id FROM published_figures WHERE scope = 'tourism_exits' GROUP BY source, published_on, year, unit_of_count;
DELETE FROM published_figure_parts WHERE figure_id NOT IN (SELECT id FROM published_figures_kept);
DELETE FROM published_figures WHERE id NOT IN (SELECT id FROM published_figures_kept);
ALTER TABLE published_figures
    DROP COLUMN scope,
    DROP COLUMN scope_note,
    DROP COLUMN revision,
    ADD CONSTRAINT published_figures_once UNIQUE (source, published_on, year, unit_of_count);
