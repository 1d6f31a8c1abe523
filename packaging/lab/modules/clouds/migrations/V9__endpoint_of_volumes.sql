SET autocommit=0;
INSERT INTO endpoints VALUES ('aaaaaaaa-0000-4000-8000-000000000001', 'volume', 'https://volume.example/v3');
COMMIT;
SET autocommit=1;
