CREATE VIEW errors AS SELECT id, at, actor, action FROM entries WHERE severity <= 3;
