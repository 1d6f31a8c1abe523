CREATE TABLE announcements (
  id CHAR(36) NOT NULL,
  body TEXT NOT NULL,
  shown_until DATE NULL,
  PRIMARY KEY (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
