CREATE TABLE alarms (
  id CHAR(36) NOT NULL,
  metric VARCHAR(190) NOT NULL,
  threshold DOUBLE NOT NULL,
  PRIMARY KEY (id),
  KEY ix_alarms_metric (metric),
  CONSTRAINT fk_alarms_metric FOREIGN KEY (metric) REFERENCES metrics (name)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
