DROP TABLE server_locks;
ALTER TABLE servers DROP COLUMN locked;
