SELECT 'one line
DELIMITER //
not a delimiter; still a string' AS a; SELECT "b;''\";c", `d;``e` FROM (SELECT 1 AS `d;``e`) AS f;;
SELECT 5--2;--	a tab makes a comment; here 'is a quote
SELECT 1 -- it's; a comment
  + 2 # and "another; one
  , 3;
delimiter $$   
/*!50003 CREATE*/ /*!50020 DEFINER=CURRENT_USER*/ /*!50003 PROCEDURE `delimiter`()
BEGIN
  -- one; two
  SELECT ';;$' AS `$;`; /* three; */
  IF 1 THEN SELECT 2; END IF;
END */$$
CREATE PROCEDURE b() BEGIN NOT ATOMIC SELECT 1; END$$ DROP PROCEDURE b$$
DELIMITER ;
DROP PROCEDURE `delimiter`;
SELECT 1 /*!99999 + 2 */ /*M!100100 + 4 */ /* ; */;
CREATE TABLE delimiter (`delimiter` INT, delimiters INT COMMENT 'it''s; \'quoted\'');
SELECT
delimiters FROM delimiter WHERE '\\' = "\\" AND 'a' /* ' */ 'b' = 'ab';
DROP TABLE delimiter;
DELIMITER |
SELECT 1|SELECT '|'|
DELIMITER ;;
SELECT 3;;
SELECT '/*', 4 */* five; */ 5;;
delimiter ;
(SELECT 6) UNION (SELECT ';')
