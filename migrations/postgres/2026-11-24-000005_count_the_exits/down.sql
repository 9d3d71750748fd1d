DROP TABLE published_figure_parts;
DROP TABLE published_figures;
DROP TABLE tally_revision;
DROP TABLE tally_events;
DROP TABLE tally_cells;
