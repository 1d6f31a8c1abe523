DELIMITER //
CREATE TRIGGER endpoints_secure BEFORE INSERT ON endpoints FOR EACH ROW
BEGIN
  IF NEW.url NOT LIKE 'https://%' THEN
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'an endpoint begins with https://';
  END IF;
END//
DELIMITER ;
