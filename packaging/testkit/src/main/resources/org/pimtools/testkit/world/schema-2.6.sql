-- What the public dump of version 2.6 has of these tables: names, types and keys, and two of its triggers in our own words.
-- Statements are parted by a line of two slashes.
CREATE TABLE DATABASECHANGELOG (
  ID varchar(63) NOT NULL,
  AUTHOR varchar(63) NOT NULL,
  FILENAME varchar(200) NOT NULL,
  DATEEXECUTED datetime NOT NULL,
  PRIMARY KEY (ID, AUTHOR, FILENAME)
) ENGINE=InnoDB
//
CREATE TABLE DATABASECHANGELOGLOCK (
  ID int(11) NOT NULL,
  LOCKED tinyint(1) NOT NULL,
  LOCKGRANTED datetime DEFAULT NULL,
  LOCKEDBY varchar(255) DEFAULT NULL,
  PRIMARY KEY (ID)
) ENGINE=InnoDB
//
CREATE TABLE datacenter (
  idDataCenter int(10) unsigned NOT NULL AUTO_INCREMENT,
  uuid varchar(40) DEFAULT NULL,
  name varchar(20) NOT NULL,
  PRIMARY KEY (idDataCenter),
  UNIQUE KEY uuid (uuid)
) ENGINE=InnoDB
//
CREATE TABLE remote_service (
  idRemoteService int(10) unsigned NOT NULL AUTO_INCREMENT,
  uri varchar(255) NOT NULL,
  idDataCenter int(10) unsigned NOT NULL,
  status int(1) unsigned DEFAULT 0,
  remoteServiceType varchar(50) NOT NULL,
  PRIMARY KEY (idRemoteService),
  CONSTRAINT remote_service_datacenter FOREIGN KEY (idDataCenter) REFERENCES datacenter (idDataCenter)
) ENGINE=InnoDB
//
CREATE TABLE physicalmachine (
  idPhysicalMachine int(20) unsigned NOT NULL AUTO_INCREMENT,
  idRack int(15) unsigned DEFAULT NULL,
  idDataCenter int(10) unsigned NOT NULL,
  name varchar(256) NOT NULL,
  idState int(1) unsigned NOT NULL DEFAULT 0,
  PRIMARY KEY (idPhysicalMachine),
  CONSTRAINT physicalmachine_datacenter FOREIGN KEY (idDataCenter) REFERENCES datacenter (idDataCenter)
) ENGINE=InnoDB
//
CREATE TABLE hypervisor (
  id int(2) unsigned NOT NULL AUTO_INCREMENT,
  idPhysicalMachine int(20) unsigned NOT NULL,
  ip varchar(39) NOT NULL,
  ipService varchar(39) NOT NULL,
  port int(5) NOT NULL,
  user varchar(255) NOT NULL DEFAULT 'user',
  password varchar(255) NOT NULL DEFAULT 'password',
  type varchar(255) NOT NULL,
  managerIp varchar(15) DEFAULT NULL,
  managerPort int(5) DEFAULT NULL,
  managerUser varchar(255) DEFAULT NULL,
  managerPassword varchar(255) DEFAULT NULL,
  agentIp varchar(15) DEFAULT NULL,
  agentPort int(5) DEFAULT NULL,
  agentUser varchar(255) DEFAULT NULL,
  agentPassword varchar(255) DEFAULT NULL,
  PRIMARY KEY (id),
  CONSTRAINT hypervisor_physicalmachine FOREIGN KEY (idPhysicalMachine) REFERENCES physicalmachine (idPhysicalMachine)
) ENGINE=InnoDB
//
CREATE TABLE datastore (
  idDatastore int(10) unsigned NOT NULL AUTO_INCREMENT,
  name varchar(255) NOT NULL,
  PRIMARY KEY (idDatastore)
) ENGINE=InnoDB
//
CREATE TABLE virtualmachine (
  idVM int(10) unsigned NOT NULL AUTO_INCREMENT,
  idHypervisor int(2) unsigned DEFAULT NULL,
  UUID varchar(36) NOT NULL,
  name varchar(255) NOT NULL,
  state varchar(50) NOT NULL,
  subState varchar(50) DEFAULT NULL,
  idType int(1) unsigned NOT NULL DEFAULT 0,
  idEnterprise int(10) unsigned DEFAULT NULL,
  idDatastore int(10) unsigned DEFAULT NULL,
  version_c int(11) NOT NULL DEFAULT 0,
  temporal int(10) unsigned DEFAULT NULL,
  PRIMARY KEY (idVM),
  CONSTRAINT virtualmachine_hypervisor FOREIGN KEY (idHypervisor) REFERENCES hypervisor (id),
  CONSTRAINT virtualmachine_datastore FOREIGN KEY (idDatastore) REFERENCES datastore (idDatastore)
) ENGINE=InnoDB
//
CREATE TABLE virtualmachinetrackedstate (
  idVM int(10) unsigned NOT NULL,
  previousState varchar(50) NOT NULL,
  PRIMARY KEY (idVM),
  CONSTRAINT tracked_state_virtualmachine FOREIGN KEY (idVM) REFERENCES virtualmachine (idVM) ON DELETE CASCADE
) ENGINE=InnoDB
//
CREATE TABLE virtualdatacenter (
  idVirtualDataCenter int(10) unsigned NOT NULL AUTO_INCREMENT,
  idEnterprise int(10) unsigned NOT NULL,
  idDataCenter int(10) unsigned NOT NULL,
  hypervisorType varchar(255) NOT NULL,
  PRIMARY KEY (idVirtualDataCenter),
  CONSTRAINT virtualdatacenter_datacenter FOREIGN KEY (idDataCenter) REFERENCES datacenter (idDataCenter)
) ENGINE=InnoDB
//
CREATE TABLE virtualapp (
  idVirtualApp int(10) unsigned NOT NULL AUTO_INCREMENT,
  idVirtualDataCenter int(10) unsigned NOT NULL,
  PRIMARY KEY (idVirtualApp),
  CONSTRAINT virtualapp_virtualdatacenter FOREIGN KEY (idVirtualDataCenter)
    REFERENCES virtualdatacenter (idVirtualDataCenter)
) ENGINE=InnoDB
//
CREATE TABLE node (
  idNode int(10) unsigned NOT NULL AUTO_INCREMENT,
  idVirtualApp int(10) unsigned NOT NULL,
  PRIMARY KEY (idNode),
  CONSTRAINT node_virtualapp FOREIGN KEY (idVirtualApp) REFERENCES virtualapp (idVirtualApp)
) ENGINE=InnoDB
//
CREATE TABLE nodevirtualimage (
  idNode int(10) unsigned NOT NULL,
  idVM int(10) unsigned DEFAULT NULL,
  PRIMARY KEY (idNode),
  CONSTRAINT nodevirtualimage_node FOREIGN KEY (idNode) REFERENCES node (idNode),
  CONSTRAINT nodevirtualimage_virtualmachine FOREIGN KEY (idVM) REFERENCES virtualmachine (idVM)
) ENGINE=InnoDB
//
CREATE TABLE rasd_management (
  idManagement int(10) unsigned NOT NULL AUTO_INCREMENT,
  idVM int(10) unsigned DEFAULT NULL,
  temporal int(10) unsigned DEFAULT NULL,
  PRIMARY KEY (idManagement),
  CONSTRAINT rasd_management_virtualmachine FOREIGN KEY (idVM) REFERENCES virtualmachine (idVM)
) ENGINE=InnoDB
//
CREATE TABLE ip_pool_management (
  idManagement int(10) unsigned NOT NULL,
  mac varchar(20) DEFAULT NULL,
  ip varchar(20) NOT NULL,
  PRIMARY KEY (idManagement),
  CONSTRAINT ip_pool_management_rasd FOREIGN KEY (idManagement) REFERENCES rasd_management (idManagement)
) ENGINE=InnoDB
//
CREATE TABLE disk_management (
  idManagement int(10) unsigned NOT NULL,
  idDatastore int(10) unsigned DEFAULT NULL,
  PRIMARY KEY (idManagement),
  CONSTRAINT disk_management_rasd FOREIGN KEY (idManagement) REFERENCES rasd_management (idManagement)
) ENGINE=InnoDB
//
CREATE TABLE accounting_event_vm (
  id bigint(20) unsigned NOT NULL AUTO_INCREMENT,
  idVM int(10) unsigned NOT NULL,
  idEnterprise int(10) unsigned DEFAULT NULL,
  idVirtualDataCenter int(10) unsigned DEFAULT NULL,
  oldState varchar(50) NOT NULL,
  newState varchar(50) NOT NULL,
  PRIMARY KEY (id)
) ENGINE=InnoDB
//
CREATE TRIGGER virtualmachine_tracked_state BEFORE UPDATE ON virtualmachine FOR EACH ROW
BEGIN
  IF NEW.state <> OLD.state THEN
    INSERT INTO virtualmachinetrackedstate (idVM, previousState) VALUES (NEW.idVM, OLD.state)
    ON DUPLICATE KEY UPDATE previousState = OLD.state;
  END IF;
END
//
CREATE TRIGGER update_virtualmachine_update_stats AFTER UPDATE ON virtualmachine FOR EACH ROW
BEGIN
  IF @DISABLE_STATS_TRIGGERS IS NULL THEN
    INSERT INTO accounting_event_vm (idVM, idEnterprise, oldState, newState)
    VALUES (NEW.idVM, NEW.idEnterprise, OLD.state, NEW.state);
  END IF;
END
//
INSERT INTO DATABASECHANGELOG VALUES
  ('1', 'platform', 'src/1.8.0/kinton.xml', '2011-05-01 10:00:00'),
  ('2', 'platform', 'src/2.6/virtualmachine.xml', '2013-06-01 10:00:00'),
  ('3', 'platform', 'src/2.4.1/triggers.xml', '2013-06-01 10:00:01')
//
INSERT INTO DATABASECHANGELOGLOCK VALUES (1, 0, NULL, NULL)
