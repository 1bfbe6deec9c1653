-- history:
CREATE TABLE events (id bigint, at date NOT NULL) PARTITION BY RANGE (at);
CREATE TABLE events_2025 PARTITION OF events FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
CREATE TABLE events_2026 (id bigint, at date NOT NULL);
ALTER TABLE events_2026 ADD CONSTRAINT events_2026_at CHECK (at >= DATE '2026-01-01' AND at < DATE '2027-01-01');
-- rows:
INSERT INTO events SELECT n, '2025-05-05' FROM generate_series(1, 100) n;
INSERT INTO events_2026 SELECT n, '2026-05-05' FROM generate_series(1, 100) n;
-- change:
SET LOCAL lock_timeout = '5s';
ALTER TABLE events ATTACH PARTITION events_2026 FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
