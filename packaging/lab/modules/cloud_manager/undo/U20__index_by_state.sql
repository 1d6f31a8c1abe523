DROP INDEX ix_servers_state ON servers;
