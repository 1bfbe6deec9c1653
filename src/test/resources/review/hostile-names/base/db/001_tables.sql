CREATE TABLE "</details><img src=x>" (id bigint PRIMARY KEY, "a|b`c" text, "@org/team #12" text);
