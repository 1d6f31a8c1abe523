DROP TABLE virtualmachine;
