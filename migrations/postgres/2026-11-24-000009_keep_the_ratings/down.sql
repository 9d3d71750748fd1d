DROP TABLE rectification_items;
DROP TABLE rectifications;
DROP TABLE rating_steps;
DROP TABLE certificates;
