ALTER TABLE volumes ADD CONSTRAINT ck_volumes_size CHECK (size_gb > 0);
