ALTER TABLE clouds DROP COLUMN enabled;
