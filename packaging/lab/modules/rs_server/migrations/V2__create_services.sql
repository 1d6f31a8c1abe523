CREATE TABLE services (
  node_id CHAR(36) NOT NULL,
  name VARCHAR(64) NOT NULL,
  port INT NOT NULL,
  PRIMARY KEY (node_id, name),
  CONSTRAINT fk_services_node FOREIGN KEY (node_id) REFERENCES nodes (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
