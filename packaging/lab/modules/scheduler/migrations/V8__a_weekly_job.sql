INSERT INTO jobs (id, name, cron) VALUES ('ffffffff-0000-4000-8000-000000000002', 'weekly', '0 3 * * 0');
