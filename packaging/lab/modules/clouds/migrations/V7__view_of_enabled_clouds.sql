CREATE VIEW enabled_clouds AS SELECT c.id, c.name, k.label FROM clouds c JOIN kinds k ON k.name = c.kind WHERE c.enabled = 1;
