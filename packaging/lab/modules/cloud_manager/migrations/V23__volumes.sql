CREATE TABLE volumes (
  id CHAR(36) NOT NULL,
  server_id CHAR(36) NULL,
  size_gb INT NOT NULL,
  PRIMARY KEY (id),
  KEY ix_volumes_server (server_id),
  CONSTRAINT fk_volumes_server FOREIGN KEY (server_id) REFERENCES servers (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
