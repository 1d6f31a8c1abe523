CREATE TABLE jobs (
  id CHAR(36) NOT NULL,
  name VARCHAR(190) NOT NULL,
  cron VARCHAR(64) NOT NULL,
  PRIMARY KEY (id),
  UNIQUE KEY uq_jobs_name (name)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
