INSERT INTO jobs VALUES ('ffffffff-0000-4000-8000-000000000001', 'nightly', '0 2 * * *');
