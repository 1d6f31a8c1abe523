(SELECT 1);
(SELECT 1) UNION (SELECT 2);
((SELECT 3));
CREATE TABLE t (
  id INT PRIMARY KEY,
   delimiter VARCHAR(5) DEFAULT ';',
  source INT, status INT,
help INT, go INT
);
INSERT INTO t
VALUES (1, ';',
2, 3, 4, 5);
SELECT delimiter FROM t; SELECT source,
status FROM t;
USE mysql
SELECT DATABASE();
use `split_corpus`
USE mysql; USE split_corpus;
  SELECT
    2   ,
  3  ;
SET @a=1;SET @b=2;SET
@c=3;
