-- What files of figures and targets stored stays; only that it came from them is no longer known.
DELETE FROM import_made WHERE batch_id IN (SELECT id FROM import_batches WHERE noun IN ('figures', 'targets'));
DELETE FROM import_rows WHERE batch_id IN (SELECT id FROM import_batches WHERE noun IN ('figures', 'targets'));
DELETE FROM import_files WHERE batch_id IN (SELECT id FROM import_batches WHERE noun IN ('figures', 'targets'));
DELETE FROM import_batches WHERE noun IN ('figures', 'targets');

DROP TRIGGER published_figures_stay ON published_figures;
CREATE TRIGGER published_figures_stay BEFORE DELETE ON published_figures
    FOR EACH ROW EXECUTE FUNCTION published_figures_stay();
DROP TRIGGER published_figure_parts_change ON published_figure_parts;
DROP TRIGGER published_figure_parts_stay ON published_figure_parts;
CREATE TRIGGER published_figure_parts_stay BEFORE UPDATE OR DELETE ON published_figure_parts
    FOR EACH ROW EXECUTE FUNCTION published_figures_stay();
DROP TRIGGER published_figure_units_change ON published_figure_units;
DROP TRIGGER published_figure_units_stay ON published_figure_units;
CREATE TRIGGER published_figure_units_stay BEFORE UPDATE OR DELETE ON published_figure_units
    FOR EACH ROW EXECUTE FUNCTION published_figures_stay();
DROP TRIGGER published_figure_ratios_change ON published_figure_ratios;
DROP TRIGGER published_figure_ratios_stay ON published_figure_ratios;
CREATE TRIGGER published_figure_ratios_stay BEFORE UPDATE OR DELETE ON published_figure_ratios
    FOR EACH ROW EXECUTE FUNCTION published_figures_stay();
DROP TRIGGER target_letters_change ON target_letters;
DROP TRIGGER target_letters_stay ON target_letters;
CREATE TRIGGER target_letters_stay BEFORE UPDATE OR DELETE ON target_letters
    FOR EACH ROW EXECUTE FUNCTION target_letters_stay();
DROP TRIGGER targets_change ON targets;
DROP TRIGGER targets_stay ON targets;
CREATE TRIGGER targets_stay BEFORE UPDATE OR DELETE ON targets
    FOR EACH ROW EXECUTE FUNCTION target_letters_stay();
DROP FUNCTION targets_leave;
DROP FUNCTION target_letters_leave;
DROP FUNCTION published_figure_numbers_leave;
DROP FUNCTION published_figures_leave;
ALTER TABLE import_batches DROP CONSTRAINT import_batches_noun_check;
ALTER TABLE import_batches ADD CONSTRAINT import_batches_noun_check CHECK (noun IN ('exits', 'households', 'hires', 'sites', 'operators', 'divisions', 'courses', 'payments'));
