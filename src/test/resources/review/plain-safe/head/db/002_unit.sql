SET lock_timeout = '5s';
ALTER TABLE readings ADD COLUMN unit text;
