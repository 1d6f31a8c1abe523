CREATE TABLE samples (
  metric VARCHAR(190) NOT NULL,
  resource_id CHAR(36) NOT NULL,
  at DATETIME NOT NULL,
  value DOUBLE NOT NULL,
  PRIMARY KEY (metric, resource_id, at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
