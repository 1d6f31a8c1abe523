CREATE TABLE entries (
  id BIGINT NOT NULL,
  at DATETIME(3) NOT NULL,
  actor VARCHAR(255) NOT NULL,
  action VARCHAR(64) NOT NULL,
  detail TEXT NULL,
  PRIMARY KEY (id),
  KEY ix_entries_at (at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
