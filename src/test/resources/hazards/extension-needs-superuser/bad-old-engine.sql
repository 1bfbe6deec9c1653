-- engine: postgresql 12
-- change:
-- finding:
CREATE EXTENSION IF NOT EXISTS pgcrypto;
