START TRANSACTION;
INSERT INTO metrics VALUES ('temperature', '°C');
SAVEPOINT with_metric;
INSERT INTO alarms (id, metric, threshold) VALUES ('eeeeeeee-0000-4000-8000-000000000002', 'temperature', 80);
ROLLBACK TO SAVEPOINT with_metric;
INSERT INTO alarms (id, metric, threshold) VALUES ('eeeeeeee-0000-4000-8000-000000000002', 'temperature', 75);
COMMIT;
