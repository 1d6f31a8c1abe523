DROP VIEW loud_alarms;
