ALTER TABLE announcements ADD COLUMN level ENUM('info', 'warning', 'error') NOT NULL DEFAULT 'info' AFTER id;
INSERT INTO announcements VALUES ('dddddddd-0000-4000-8000-000000000001', 'info', 'Welcome', NULL);
