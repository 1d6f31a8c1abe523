SELECT 'it''s; "one" `name`', "say ""so"";", `a``b;`.`c` FROM (SELECT 1 AS `c`) `a``b;`;
SELECT 'back\'slash; ', "back\"slash; ", '\\', "\\";
SELECT 'several
lines;
  kept -- as they are
/* this, too */
';
SELECT 'a' 'b' "c", N'd', _utf8mb4'e;', x'41', X'42', b'01', 0x43;
SELECT \N, 'C:\\';
SELECT 'ends with a backslash and a line end \
;';
SELECT 1 AS `back\slash;`;
SELECT 'éà;', "ß" AS `ü;`;
