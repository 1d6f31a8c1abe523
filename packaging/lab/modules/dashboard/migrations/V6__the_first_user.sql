INSERT INTO users VALUES ('bbbbbbbb-0000-4000-8000-000000000001', 'admin', 'en', 'light');
INSERT INTO widgets VALUES ('cccccccc-0000-4000-8000-000000000001', 'bbbbbbbb-0000-4000-8000-000000000001', 'overview', 1);
