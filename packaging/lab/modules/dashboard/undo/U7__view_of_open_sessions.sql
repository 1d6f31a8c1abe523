DROP VIEW open_sessions;
