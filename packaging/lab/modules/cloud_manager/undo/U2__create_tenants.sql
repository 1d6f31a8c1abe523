DROP TABLE tenant_regions;
DROP TABLE tenants;
