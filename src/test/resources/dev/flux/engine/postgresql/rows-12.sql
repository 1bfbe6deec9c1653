INSERT INTO notices SELECT i, i, 'us', '2024-02-01' FROM generate_series(1, 30) AS i;
INSERT INTO shapes SELECT i, i, i FROM generate_series(1, 50) AS i;
ANALYZE;
