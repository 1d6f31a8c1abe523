DROP VIEW running_servers;
