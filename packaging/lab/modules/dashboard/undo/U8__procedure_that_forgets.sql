DROP PROCEDURE forget_sessions;
