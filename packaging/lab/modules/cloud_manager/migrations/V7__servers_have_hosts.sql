ALTER TABLE servers ADD COLUMN host VARCHAR(255) NULL AFTER state, ADD KEY ix_servers_host (host);
