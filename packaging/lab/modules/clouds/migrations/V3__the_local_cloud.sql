SET @local = 'aaaaaaaa-0000-4000-8000-000000000001';
INSERT INTO clouds VALUES (@local, 'local', 'openstack');
INSERT INTO endpoints VALUES (@local, 'identity', 'https://identity.example/v3');
INSERT INTO endpoints VALUES (@local, 'compute', 'https://compute.example/v2.1');
