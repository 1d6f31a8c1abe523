CREATE TABLE kinds (name VARCHAR(32) NOT NULL PRIMARY KEY, label VARCHAR(255) NOT NULL)
  ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
INSERT INTO kinds VALUES ('openstack', 'OpenStack'), ('aws', 'Amazon "EC2"'), ('azure', 'Azure # ARM');
