CREATE TABLE zones (
  name VARCHAR(64) NOT NULL,
  region_id CHAR(36) NOT NULL,
  PRIMARY KEY (name)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
INSERT INTO zones SELECT 'nova', id FROM regions WHERE name = 'RegionOne';
