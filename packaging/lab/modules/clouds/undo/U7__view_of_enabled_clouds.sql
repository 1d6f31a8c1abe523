DROP VIEW enabled_clouds;
