CREATE TABLE themes (name VARCHAR(64) NOT NULL, css TEXT NOT NULL, PRIMARY KEY (name))
  ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
INSERT INTO themes VALUES ('light', 'body { color: #000; background: #fff; }');
INSERT INTO themes VALUES ('dark', 'body { color: #fff; background: #000; } /* not; the end */');
