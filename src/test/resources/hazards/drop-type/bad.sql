-- history:
CREATE TYPE mood AS ENUM ('sad', 'happy');
-- change:
-- finding:
DROP TYPE mood;
