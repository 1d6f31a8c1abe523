DELETE FROM announcements WHERE id = 'dddddddd-0000-4000-8000-000000000001';
ALTER TABLE announcements DROP COLUMN level;
