CREATE VIEW all_services AS SELECT n.address, s.name, s.port FROM node_services s JOIN nodes n ON n.id = s.node_id;
