-- A heading with a ; and a ' quote
--no blank behind the dashes: a comment where a statement may begin
--
# and this; is "one" as well
CREATE TABLE t (a INT, b INT); -- behind a statement; not one
/* several
   lines; with ' quotes " and `
*/ INSERT INTO t VALUES (1, 2) /* inside; of 'one' */ , (3, 4);
INSERT INTO t -- to the end; of the line
  VALUES (5, 6) # to the end; of the line
  ;
SELECT 5--1, 5 -- 1
  + 1;
SELECT '-- no comment', "/* nor this */", '# nor this; no';
/**/SELECT 1;/***/SELECT 2;/* /* */SELECT 3;
SELECT 4 /* one /* that does not nest */ + 1;
;;
-- nothing
;
/* nothing */;
SELECT 6
-- the end has no delimiter
