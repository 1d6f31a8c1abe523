ALTER TABLE servers ADD COLUMN locked TINYINT(1) NOT NULL DEFAULT 0 AFTER zone;
CREATE TABLE server_locks (
  server_id CHAR(36) NOT NULL,
  reason VARCHAR(255) NOT NULL,
  PRIMARY KEY (server_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
