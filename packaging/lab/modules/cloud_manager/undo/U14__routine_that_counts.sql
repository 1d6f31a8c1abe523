DROP PROCEDURE count_servers;
