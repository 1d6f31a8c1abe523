SET @OLD_VALUE = (SELECT old_value FROM setting_changes WHERE name = 'poll.seconds');
UPDATE settings SET value = @OLD_VALUE WHERE name = 'poll.seconds';
DELETE FROM setting_changes WHERE name = 'poll.seconds';
