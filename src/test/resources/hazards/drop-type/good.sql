-- history:
CREATE TYPE mood AS ENUM ('sad', 'happy');
-- change:
CREATE TYPE size AS ENUM ('small');
DROP TYPE size;
