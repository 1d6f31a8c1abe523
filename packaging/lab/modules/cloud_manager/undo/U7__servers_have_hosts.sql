ALTER TABLE servers DROP KEY ix_servers_host, DROP COLUMN host;
