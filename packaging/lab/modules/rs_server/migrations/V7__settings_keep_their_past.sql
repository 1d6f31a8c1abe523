CREATE TABLE setting_changes (name VARCHAR(64) NOT NULL, old_value VARCHAR(1024) NOT NULL, KEY ix_setting_changes (name))
  ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
DELIMITER //
CREATE TRIGGER settings_past AFTER UPDATE ON settings FOR EACH ROW
BEGIN
  INSERT INTO setting_changes VALUES (OLD.name, OLD.value);
END//
DELIMITER ;
