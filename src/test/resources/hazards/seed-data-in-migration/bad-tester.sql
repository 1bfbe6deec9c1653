-- history:
CREATE TABLE users (id bigint PRIMARY KEY, login text NOT NULL, name text);
-- change:
-- finding:
INSERT INTO users (id, login, name) VALUES (1, 'test_user1', 'Somebody'), (2, 'test_user2', 'Somebody Else');
