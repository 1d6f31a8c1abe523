ALTER TABLE clouds ADD KEY ix_clouds_kind (kind),
  ADD CONSTRAINT fk_clouds_kind FOREIGN KEY (kind) REFERENCES kinds (name);
