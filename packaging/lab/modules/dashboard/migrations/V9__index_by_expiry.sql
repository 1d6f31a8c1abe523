CREATE INDEX ix_sessions_expires ON sessions (expires_at);
