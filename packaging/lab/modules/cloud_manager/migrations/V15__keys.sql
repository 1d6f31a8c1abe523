CREATE TABLE keypairs (
  tenant_id CHAR(36) NOT NULL,
  name VARCHAR(255) NOT NULL,
  public_key TEXT NOT NULL,
  PRIMARY KEY (tenant_id, name)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
