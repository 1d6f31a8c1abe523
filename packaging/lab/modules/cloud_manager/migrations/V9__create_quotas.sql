CREATE TABLE quotas (
  tenant_id CHAR(36) NOT NULL,
  resource VARCHAR(64) NOT NULL,
  hard_limit INT NOT NULL,
  PRIMARY KEY (tenant_id, resource)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
