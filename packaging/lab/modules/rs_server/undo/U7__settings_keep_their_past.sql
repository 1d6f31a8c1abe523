DROP TRIGGER settings_past;
DROP TABLE setting_changes;
