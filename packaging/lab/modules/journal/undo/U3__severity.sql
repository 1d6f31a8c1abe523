ALTER TABLE entries DROP COLUMN severity;
