CREATE TABLE users (
  id CHAR(36) NOT NULL,
  login VARCHAR(190) NOT NULL,
  language VARCHAR(8) NOT NULL DEFAULT 'en',
  PRIMARY KEY (id),
  UNIQUE KEY uq_users_login (login)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
