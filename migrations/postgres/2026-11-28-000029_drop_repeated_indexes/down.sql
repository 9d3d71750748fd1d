CREATE INDEX non_tourism_measures_person ON non_tourism_measures (person_id);
CREATE INDEX exit_members_person ON exit_members (person_id);
CREATE INDEX exits_household ON exits (household_id);
