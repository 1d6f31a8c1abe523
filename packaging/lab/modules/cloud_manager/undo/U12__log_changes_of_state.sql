DROP TRIGGER servers_state;
DROP TABLE server_events;
