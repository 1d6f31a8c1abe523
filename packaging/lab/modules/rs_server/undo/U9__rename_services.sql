RENAME TABLE node_services TO services;
