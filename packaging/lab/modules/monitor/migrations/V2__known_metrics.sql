INSERT INTO metrics VALUES ('cpu', '%'), ('memory', 'MB'), ('disk.read', 'B/s');
INSERT INTO metrics VALUES ('disk.write', 'B/s');
