DROP TABLE exit_members;
DROP TABLE exits;
DROP TABLE hires;
DROP TABLE memberships;
DROP TABLE persons;
DROP TABLE households;
