CREATE OR REPLACE VIEW tenant_use AS
  SELECT t.id AS tenant_id, COUNT(s.id) AS servers
  FROM tenants t LEFT JOIN servers s ON s.tenant_id = t.id
  GROUP BY t.id;
