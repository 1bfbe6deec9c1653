DROP TABLE moorings;
DROP TABLE ships;
