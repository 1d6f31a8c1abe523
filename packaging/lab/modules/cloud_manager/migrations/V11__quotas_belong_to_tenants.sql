SET @OLD_FOREIGN_KEY_CHECKS=@@foreign_key_checks, foreign_key_checks=0;
ALTER TABLE quotas ADD CONSTRAINT fk_quotas_tenant FOREIGN KEY (tenant_id) REFERENCES tenants (id) ON DELETE CASCADE;
SET foreign_key_checks=@OLD_FOREIGN_KEY_CHECKS;
