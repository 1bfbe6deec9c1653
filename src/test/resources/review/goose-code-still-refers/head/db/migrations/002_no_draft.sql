-- +goose Up
SET LOCAL lock_timeout = '5s';
ALTER TABLE berths DROP COLUMN max_draft;
ALTER TABLE berths DROP COLUMN status;
-- +goose Down
ALTER TABLE berths ADD COLUMN max_draft numeric(5, 2);
