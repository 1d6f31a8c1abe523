CREATE TABLE runs (
  job_id CHAR(36) NOT NULL,
  started DATETIME NOT NULL,
  ended DATETIME NULL,
  PRIMARY KEY (job_id, started),
  CONSTRAINT fk_runs_job FOREIGN KEY (job_id) REFERENCES jobs (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
