ALTER TABLE volumes DROP CONSTRAINT ck_volumes_size;
