-- change:
CREATE TABLE countries (
  id bigint PRIMARY KEY,
  code text NOT NULL CONSTRAINT countries_code_length CHECK (length(code) = 2),
  iso varchar(3)
);
