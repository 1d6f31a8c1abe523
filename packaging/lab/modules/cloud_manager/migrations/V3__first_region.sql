INSERT INTO regions (id, name, created_at) VALUES ('11111111-0000-4000-8000-000000000001', 'RegionOne', '2020-03-01 00:00:00');
