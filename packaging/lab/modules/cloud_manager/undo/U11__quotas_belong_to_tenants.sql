ALTER TABLE quotas DROP FOREIGN KEY fk_quotas_tenant;
