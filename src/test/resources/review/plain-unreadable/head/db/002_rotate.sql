SET lock_timeout = '5s';
ROTATE TABLE readings BY 90 DEGREES;
ALTER TABLE readings ADD COLUMN unit text;
