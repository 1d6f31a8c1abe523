DELETE FROM alarms WHERE metric = 'temperature';
DELETE FROM metrics WHERE name = 'temperature';
