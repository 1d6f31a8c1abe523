LOCK TABLES settings WRITE;
INSERT INTO settings VALUES ('poll.seconds', '30');
INSERT INTO settings VALUES ('banner', 'line one\nline two; still the banner');
UNLOCK TABLES;
