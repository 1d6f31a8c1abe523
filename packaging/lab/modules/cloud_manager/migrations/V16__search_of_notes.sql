CREATE TABLE notes (
  id CHAR(36) NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (id),
  FULLTEXT KEY ft_notes_body (body)
) ENGINE=MyISAM DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_general_ci;
INSERT INTO notes VALUES ('44444444-0000-4000-8000-000000000001', 'It''s the operators'' first note; keep it');
