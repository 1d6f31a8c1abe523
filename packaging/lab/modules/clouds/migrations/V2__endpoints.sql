CREATE TABLE endpoints (
  cloud_id CHAR(36) NOT NULL,
  service VARCHAR(64) NOT NULL,
  url VARCHAR(1024) NOT NULL,
  PRIMARY KEY (cloud_id, service),
  CONSTRAINT fk_endpoints_cloud FOREIGN KEY (cloud_id) REFERENCES clouds (id) ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
