SELECT 1;
-- a comment
SELECT 'two
lines';
DELIMITER //
CREATE PROCEDURE p()
BEGIN
  SELECT 1;
END//
DELIMITER ;
SELECT 'ab',
3;
