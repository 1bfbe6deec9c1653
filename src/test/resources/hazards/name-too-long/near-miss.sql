-- change:
CREATE TABLE notes (id bigint PRIMARY KEY, every_single_thing_that_somebody_may_want_to_know_about_one_ord text);
