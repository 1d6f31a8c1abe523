CREATE INDEX ix_servers_state ON servers (state);
