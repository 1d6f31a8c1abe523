CREATE VIEW open_sessions AS SELECT u.login, s.expires_at FROM sessions s JOIN users u ON u.id = s.user_id;
