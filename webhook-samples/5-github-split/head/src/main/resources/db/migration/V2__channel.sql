SET LOCAL lock_timeout = '5s';
ALTER TABLE loans ADD COLUMN channel text NOT NULL;
