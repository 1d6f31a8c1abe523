CREATE TEMPORARY TABLE defaults (resource VARCHAR(64) NOT NULL, hard_limit INT NOT NULL);
INSERT INTO defaults VALUES ('volumes', 10), ('snapshots', 20);
INSERT INTO quotas SELECT t.id, d.resource, d.hard_limit FROM tenants t CROSS JOIN defaults d;
DROP TEMPORARY TABLE defaults;
