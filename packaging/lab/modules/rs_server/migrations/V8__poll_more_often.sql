UPDATE settings SET value = '15' WHERE name = 'poll.seconds';
