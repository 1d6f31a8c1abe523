ALTER TABLE entries ADD COLUMN severity TINYINT NOT NULL DEFAULT 6 AFTER action;
UPDATE entries SET severity = 5 WHERE action = 'installed';
