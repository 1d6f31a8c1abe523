CREATE TABLE hourly (
  metric VARCHAR(190) NOT NULL,
  resource_id CHAR(36) NOT NULL,
  hour DATETIME NOT NULL,
  average DOUBLE NOT NULL,
  PRIMARY KEY (metric, resource_id, hour)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
