ALTER TABLE alarms DROP COLUMN silent_until;
