DELIMITER //
CREATE PROCEDURE make_averages(IN since DATETIME)
BEGIN
  REPLACE INTO hourly
    SELECT metric, resource_id, DATE_FORMAT(at, '%Y-%m-%d %H:00:00'), AVG(value)
    FROM samples WHERE at >= since
    GROUP BY metric, resource_id, DATE_FORMAT(at, '%Y-%m-%d %H:00:00');
END//
DELIMITER ;
CALL make_averages('2020-01-01');
