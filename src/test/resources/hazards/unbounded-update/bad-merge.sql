-- engine: postgresql 16
-- history:
CREATE TABLE orders (
  id bigint PRIMARY KEY,
  user_id bigint,
  status text NOT NULL DEFAULT 'new'
);
CREATE TABLE leavers (id bigint PRIMARY KEY);
-- rows:
INSERT INTO orders (id, user_id) SELECT n, n FROM generate_series(1, 100) n;
INSERT INTO leavers SELECT n FROM generate_series(1, 50) n;
-- change:
-- finding:
MERGE INTO orders o USING leavers l ON o.user_id = l.id WHEN MATCHED THEN DELETE;
-- finding:
MERGE INTO orders o USING leavers l ON o.user_id = l.id WHEN MATCHED THEN UPDATE SET status = 'left';
MERGE INTO orders o USING (VALUES (7, 'open')) AS l (id, status) ON o.id = l.id
WHEN MATCHED THEN UPDATE SET status = l.status WHEN NOT MATCHED THEN INSERT (id, status) VALUES (l.id, l.status);
