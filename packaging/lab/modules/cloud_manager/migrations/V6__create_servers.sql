CREATE TABLE servers (
  id CHAR(36) NOT NULL,
  tenant_id CHAR(36) NOT NULL,
  flavor_id CHAR(36) NOT NULL,
  name VARCHAR(255) NOT NULL,
  state VARCHAR(32) NOT NULL DEFAULT 'BUILD',
  PRIMARY KEY (id),
  KEY ix_servers_tenant (tenant_id),
  KEY ix_servers_flavor (flavor_id),
  CONSTRAINT fk_servers_tenant FOREIGN KEY (tenant_id) REFERENCES tenants (id),
  CONSTRAINT fk_servers_flavor FOREIGN KEY (flavor_id) REFERENCES flavors (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
