CREATE VIEW loud_alarms AS SELECT id, metric, threshold FROM alarms WHERE silent_until IS NULL;
