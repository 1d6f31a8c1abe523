INSERT INTO entries VALUES (1, '2021-05-01 12:00:00.000', 'system', 'installed', NULL);
