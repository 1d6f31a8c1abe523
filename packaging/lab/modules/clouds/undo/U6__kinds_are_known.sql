ALTER TABLE clouds DROP FOREIGN KEY fk_clouds_kind;
ALTER TABLE clouds DROP KEY ix_clouds_kind;
