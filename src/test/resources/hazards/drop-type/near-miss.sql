-- history:
CREATE TYPE mood AS ENUM ('sad', 'happy');
-- change:
CREATE SEQUENCE numbers;
DROP SEQUENCE numbers;
