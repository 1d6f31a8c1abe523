DELETE FROM endpoints WHERE cloud_id = 'aaaaaaaa-0000-4000-8000-000000000001' AND service = 'volume';
