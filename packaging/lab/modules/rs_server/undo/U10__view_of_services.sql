DROP VIEW all_services;
