CREATE VIEW running_servers AS
  SELECT s.id, s.name, t.name AS tenant, s.host
  FROM servers s JOIN tenants t ON t.id = s.tenant_id
  WHERE s.state = 'ACTIVE';
