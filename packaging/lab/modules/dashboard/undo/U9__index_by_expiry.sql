DROP INDEX ix_sessions_expires ON sessions;
