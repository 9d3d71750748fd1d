-- Files of courses, payments, published figures and targets. What is only made by an import can be taken out with it.

ALTER TABLE import_batches DROP CONSTRAINT import_batches_noun_check;
ALTER TABLE import_batches ADD CONSTRAINT import_batches_noun_check CHECK (noun IN ('exits', 'households', 'hires', 'sites', 'operators', 'divisions', 'courses', 'payments', 'figures',
        'targets'));

-- Figures stay as printed and letters as signed, unless the whole import that brought them is taken out again.
CREATE FUNCTION published_figures_leave() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM import_made m JOIN import_batches b ON b.id = m.batch_id
        WHERE m.noun = 'figure' AND m.record_id = OLD.id AND b.stage = 'undone') THEN
        RAISE EXCEPTION 'a published figure stays as printed';
    END IF;
    RETURN OLD;
END $$;
CREATE FUNCTION published_figure_numbers_leave() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM import_made m JOIN import_batches b ON b.id = m.batch_id
        WHERE m.noun = 'figure' AND m.record_id = OLD.figure_id AND b.stage = 'undone') THEN
        RAISE EXCEPTION 'a published figure stays as printed';
    END IF;
    RETURN OLD;
END $$;
CREATE FUNCTION target_letters_leave() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM import_made m JOIN import_batches b ON b.id = m.batch_id
        WHERE m.noun = 'target_letter' AND m.record_id = OLD.id AND b.stage = 'undone') THEN
        RAISE EXCEPTION 'a signed letter never changes';
    END IF;
    RETURN OLD;
END $$;
CREATE FUNCTION targets_leave() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM import_made m JOIN import_batches b ON b.id = m.batch_id
        WHERE m.noun = 'target_letter' AND m.record_id = OLD.letter_id AND b.stage = 'undone') THEN
        RAISE EXCEPTION 'a signed letter never changes';
    END IF;
    RETURN OLD;
END $$;
DROP TRIGGER published_figures_stay ON published_figures;
CREATE TRIGGER published_figures_stay BEFORE DELETE ON published_figures
    FOR EACH ROW EXECUTE FUNCTION published_figures_leave();
DROP TRIGGER published_figure_parts_stay ON published_figure_parts;
CREATE TRIGGER published_figure_parts_change BEFORE UPDATE ON published_figure_parts
    FOR EACH ROW EXECUTE FUNCTION published_figures_stay();
CREATE TRIGGER published_figure_parts_stay BEFORE DELETE ON published_figure_parts
    FOR EACH ROW EXECUTE FUNCTION published_figure_numbers_leave();
DROP TRIGGER published_figure_units_stay ON published_figure_units;
CREATE TRIGGER published_figure_units_change BEFORE UPDATE ON published_figure_units
    FOR EACH ROW EXECUTE FUNCTION published_figures_stay();
CREATE TRIGGER published_figure_units_stay BEFORE DELETE ON published_figure_units
    FOR EACH ROW EXECUTE FUNCTION published_figure_numbers_leave();
DROP TRIGGER published_figure_ratios_stay ON published_figure_ratios;
CREATE TRIGGER published_figure_ratios_change BEFORE UPDATE ON published_figure_ratios
    FOR EACH ROW EXECUTE FUNCTION published_figures_stay();
CREATE TRIGGER published_figure_ratios_stay BEFORE DELETE ON published_figure_ratios
    FOR EACH ROW EXECUTE FUNCTION published_figure_numbers_leave();
DROP TRIGGER target_letters_stay ON target_letters;
CREATE TRIGGER target_letters_change BEFORE UPDATE ON target_letters
    FOR EACH ROW EXECUTE FUNCTION target_letters_stay();
CREATE TRIGGER target_letters_stay BEFORE DELETE ON target_letters
    FOR EACH ROW EXECUTE FUNCTION target_letters_leave();
DROP TRIGGER targets_stay ON targets;
CREATE TRIGGER targets_change BEFORE UPDATE ON targets
    FOR EACH ROW EXECUTE FUNCTION target_letters_stay();
CREATE TRIGGER targets_stay BEFORE DELETE ON targets
    FOR EACH ROW EXECUTE FUNCTION targets_leave();
