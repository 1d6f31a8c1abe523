CREATE TABLE tenants (
  id CHAR(36) NOT NULL,
  name VARCHAR(255) NOT NULL,
  enabled TINYINT(1) NOT NULL DEFAULT 1,
  PRIMARY KEY (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;

CREATE TABLE tenant_regions (
  tenant_id CHAR(36) NOT NULL,
  region_id CHAR(36) NOT NULL,
  PRIMARY KEY (tenant_id, region_id),
  KEY ix_tenant_regions_region (region_id),
  CONSTRAINT fk_tenant_regions_tenant FOREIGN KEY (tenant_id) REFERENCES tenants (id) ON DELETE CASCADE,
  CONSTRAINT fk_tenant_regions_region FOREIGN KEY (region_id) REFERENCES regions (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
