DELETE FROM settings WHERE name IN ('poll.seconds', 'banner');
