DELETE FROM jobs WHERE name = 'nightly';
