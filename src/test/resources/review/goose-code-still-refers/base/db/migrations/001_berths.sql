-- +goose Up
CREATE TABLE berths (id bigint PRIMARY KEY, max_draft numeric(5, 2), status text);
CREATE TABLE buoys (id bigint PRIMARY KEY, status text);
-- +goose Down
DROP TABLE buoys;
DROP TABLE berths;
