DELETE FROM jobs WHERE name = 'weekly';
