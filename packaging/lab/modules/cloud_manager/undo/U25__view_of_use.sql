DROP VIEW tenant_use;
