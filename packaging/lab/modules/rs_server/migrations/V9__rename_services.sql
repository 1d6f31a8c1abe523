RENAME TABLE services TO node_services;
