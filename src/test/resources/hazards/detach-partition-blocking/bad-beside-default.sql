-- fails: cannot detach partitions concurrently when a default partition exists
-- history:
CREATE TABLE events (id bigint, at date NOT NULL) PARTITION BY RANGE (at);
CREATE TABLE events_2025 PARTITION OF events FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
CREATE TABLE events_others PARTITION OF events DEFAULT;
-- rows:
INSERT INTO events SELECT n, '2025-05-05' FROM generate_series(1, 100) n;
-- change:
-- transaction: none
SET lock_timeout = '5s';
-- finding:
ALTER TABLE events DETACH PARTITION events_2025 CONCURRENTLY;
