DELIMITER $$
CREATE PROCEDURE count_servers(IN wanted CHAR(36), OUT total INT)
  READS SQL DATA
BEGIN
  -- a delimiter; in a comment
  SELECT COUNT(*) INTO total FROM servers WHERE tenant_id = wanted;
END$$
DELIMITER ;
