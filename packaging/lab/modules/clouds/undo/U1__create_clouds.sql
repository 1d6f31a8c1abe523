DROP TABLE clouds;
