CREATE TABLE server_events (
  server_id CHAR(36) NOT NULL,
  at DATETIME(6) NOT NULL,
  old_state VARCHAR(32) NULL,
  new_state VARCHAR(32) NOT NULL,
  KEY ix_server_events_server (server_id, at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
DELIMITER //
CREATE TRIGGER servers_state AFTER UPDATE ON servers FOR EACH ROW
BEGIN
  IF NOT (OLD.state <=> NEW.state) THEN
    INSERT INTO server_events VALUES (NEW.id, NOW(6), OLD.state, NEW.state);
  END IF;
END//
DELIMITER ;
