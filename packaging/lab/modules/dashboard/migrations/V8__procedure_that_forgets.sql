DELIMITER $$
CREATE PROCEDURE forget_sessions()
  MODIFIES SQL DATA
BEGIN
  DELETE FROM sessions WHERE expires_at < UTC_TIMESTAMP();
END$$
DELIMITER ;
CALL forget_sessions();
