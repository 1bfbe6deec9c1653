CREATE TABLE buoys (id bigint PRIMARY KEY, colour text);
