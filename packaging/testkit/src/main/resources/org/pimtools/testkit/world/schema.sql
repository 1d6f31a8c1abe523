CREATE TABLE datacenter (
  idDataCenter INT UNSIGNED NOT NULL,
  uuid VARCHAR(40) DEFAULT NULL,
  name VARCHAR(255) NOT NULL,
  PRIMARY KEY (idDataCenter),
  UNIQUE KEY datacenter_uuid (uuid)
) ENGINE=InnoDB;

CREATE TABLE remote_service (
  idRemoteService INT UNSIGNED NOT NULL AUTO_INCREMENT,
  uri VARCHAR(255) NOT NULL,
  idDataCenter INT UNSIGNED NOT NULL,
  status INT UNSIGNED NOT NULL DEFAULT 0,
  remoteServiceType VARCHAR(50) NOT NULL,
  PRIMARY KEY (idRemoteService),
  CONSTRAINT remote_service_datacenter FOREIGN KEY (idDataCenter) REFERENCES datacenter (idDataCenter)
) ENGINE=InnoDB;

CREATE TABLE public_datacenter (
  id INT UNSIGNED NOT NULL AUTO_INCREMENT,
  region VARCHAR(255) NOT NULL,
  endpoint VARCHAR(255) DEFAULT NULL,
  provider VARCHAR(255) NOT NULL,
  idDatacenter INT UNSIGNED NOT NULL,
  PRIMARY KEY (id),
  CONSTRAINT public_datacenter_datacenter FOREIGN KEY (idDatacenter) REFERENCES datacenter (idDataCenter)
) ENGINE=InnoDB;

CREATE TABLE physicalmachine (
  idPhysicalMachine INT UNSIGNED NOT NULL,
  idRack INT UNSIGNED DEFAULT NULL,
  idDataCenter INT UNSIGNED NOT NULL,
  name VARCHAR(256) NOT NULL,
  idState INT UNSIGNED NOT NULL DEFAULT 0,
  PRIMARY KEY (idPhysicalMachine),
  CONSTRAINT physicalmachine_datacenter FOREIGN KEY (idDataCenter) REFERENCES datacenter (idDataCenter)
) ENGINE=InnoDB;

CREATE TABLE hypervisor (
  id INT UNSIGNED NOT NULL,
  idPhysicalMachine INT UNSIGNED NOT NULL,
  ip VARCHAR(255) DEFAULT NULL,
  ipService VARCHAR(255) DEFAULT NULL,
  port INT DEFAULT NULL,
  user VARCHAR(255) DEFAULT NULL,
  password VARCHAR(255) DEFAULT NULL,
  type VARCHAR(255) NOT NULL,
  managerIp VARCHAR(255) DEFAULT NULL,
  managerPort INT DEFAULT NULL,
  managerUser VARCHAR(255) DEFAULT NULL,
  managerPassword VARCHAR(255) DEFAULT NULL,
  agentIp VARCHAR(255) DEFAULT NULL,
  agentPort INT DEFAULT NULL,
  agentUser VARCHAR(255) DEFAULT NULL,
  agentPassword VARCHAR(255) DEFAULT NULL,
  PRIMARY KEY (id),
  CONSTRAINT hypervisor_physicalmachine FOREIGN KEY (idPhysicalMachine) REFERENCES physicalmachine (idPhysicalMachine)
) ENGINE=InnoDB;

CREATE TABLE credentials (
  id INT UNSIGNED NOT NULL AUTO_INCREMENT,
  access VARCHAR(255) NOT NULL,
  `key` VARCHAR(255) NOT NULL,
  idPhysicalMachine INT UNSIGNED NOT NULL,
  PRIMARY KEY (id),
  CONSTRAINT credentials_physicalmachine FOREIGN KEY (idPhysicalMachine) REFERENCES physicalmachine (idPhysicalMachine)
) ENGINE=InnoDB;

CREATE TABLE virtualmachine (
  idVM INT UNSIGNED NOT NULL AUTO_INCREMENT,
  idHypervisor INT UNSIGNED DEFAULT NULL,
  UUID VARCHAR(36) NOT NULL,
  name VARCHAR(255) NOT NULL,
  state VARCHAR(50) NOT NULL,
  subState VARCHAR(50) DEFAULT NULL,
  idType INT UNSIGNED NOT NULL DEFAULT 0,
  idEnterprise INT UNSIGNED DEFAULT NULL,
  idDatastore INT UNSIGNED DEFAULT NULL,
  version_c INT NOT NULL DEFAULT 0,
  temporal INT UNSIGNED DEFAULT NULL,
  PRIMARY KEY (idVM),
  CONSTRAINT virtualmachine_hypervisor FOREIGN KEY (idHypervisor) REFERENCES hypervisor (id)
) ENGINE=InnoDB;

CREATE TABLE datastore (
  idDatastore INT UNSIGNED NOT NULL,
  name VARCHAR(255) NOT NULL,
  PRIMARY KEY (idDatastore)
) ENGINE=InnoDB;

CREATE TABLE virtualmachinetrackedstate (
  idVM INT UNSIGNED NOT NULL,
  previousState VARCHAR(50) NOT NULL,
  PRIMARY KEY (idVM),
  CONSTRAINT tracked_state_virtualmachine FOREIGN KEY (idVM) REFERENCES virtualmachine (idVM) ON DELETE CASCADE
) ENGINE=InnoDB;

CREATE TABLE rasd_management (
  idManagement INT UNSIGNED NOT NULL AUTO_INCREMENT,
  idVM INT UNSIGNED DEFAULT NULL,
  temporal INT UNSIGNED DEFAULT NULL,
  PRIMARY KEY (idManagement),
  CONSTRAINT rasd_management_virtualmachine FOREIGN KEY (idVM) REFERENCES virtualmachine (idVM) ON DELETE CASCADE
) ENGINE=InnoDB;

CREATE TABLE ip_pool_management (
  idManagement INT UNSIGNED NOT NULL,
  mac VARCHAR(20) DEFAULT NULL,
  ip VARCHAR(39) NOT NULL,
  PRIMARY KEY (idManagement),
  CONSTRAINT ip_pool_management_rasd FOREIGN KEY (idManagement) REFERENCES rasd_management (idManagement) ON DELETE CASCADE
) ENGINE=InnoDB;

CREATE TABLE disk_management (
  idManagement INT UNSIGNED NOT NULL,
  idDatastore INT UNSIGNED DEFAULT NULL,
  PRIMARY KEY (idManagement),
  CONSTRAINT disk_management_rasd FOREIGN KEY (idManagement) REFERENCES rasd_management (idManagement) ON DELETE CASCADE
) ENGINE=InnoDB;

CREATE TABLE DATABASECHANGELOG (
  ID VARCHAR(63) NOT NULL,
  AUTHOR VARCHAR(63) NOT NULL,
  FILENAME VARCHAR(200) NOT NULL,
  DATEEXECUTED DATETIME NOT NULL,
  PRIMARY KEY (ID, AUTHOR, FILENAME)
) ENGINE=InnoDB;

CREATE TABLE DATABASECHANGELOGLOCK (
  ID INT NOT NULL,
  LOCKED TINYINT(1) NOT NULL,
  LOCKGRANTED DATETIME DEFAULT NULL,
  LOCKEDBY VARCHAR(255) DEFAULT NULL,
  PRIMARY KEY (ID)
) ENGINE=InnoDB;

CREATE TABLE virtualdatacenter (
  idVirtualDataCenter INT UNSIGNED NOT NULL,
  idEnterprise INT UNSIGNED NOT NULL,
  idDataCenter INT UNSIGNED NOT NULL,
  hypervisorType VARCHAR(255) NOT NULL,
  PRIMARY KEY (idVirtualDataCenter),
  CONSTRAINT virtualdatacenter_datacenter FOREIGN KEY (idDataCenter) REFERENCES datacenter (idDataCenter)
) ENGINE=InnoDB;

CREATE TABLE virtualapp (
  idVirtualApp INT UNSIGNED NOT NULL,
  idVirtualDataCenter INT UNSIGNED NOT NULL,
  PRIMARY KEY (idVirtualApp),
  CONSTRAINT virtualapp_virtualdatacenter FOREIGN KEY (idVirtualDataCenter) REFERENCES virtualdatacenter (idVirtualDataCenter)
) ENGINE=InnoDB;

CREATE TABLE node (
  idNode INT UNSIGNED NOT NULL,
  idVirtualApp INT UNSIGNED NOT NULL,
  PRIMARY KEY (idNode),
  CONSTRAINT node_virtualapp FOREIGN KEY (idVirtualApp) REFERENCES virtualapp (idVirtualApp)
) ENGINE=InnoDB;

CREATE TABLE nodevirtualimage (
  idNode INT UNSIGNED NOT NULL,
  idVM INT UNSIGNED DEFAULT NULL,
  PRIMARY KEY (idNode),
  CONSTRAINT nodevirtualimage_node FOREIGN KEY (idNode) REFERENCES node (idNode),
  CONSTRAINT nodevirtualimage_virtualmachine FOREIGN KEY (idVM) REFERENCES virtualmachine (idVM)
) ENGINE=InnoDB;

CREATE TABLE firewall_policy (
  id INT UNSIGNED NOT NULL,
  idVirtualDataCenter INT UNSIGNED DEFAULT NULL,
  name VARCHAR(255) NOT NULL,
  provider_id VARCHAR(255) DEFAULT NULL,
  PRIMARY KEY (id),
  CONSTRAINT firewall_policy_virtualdatacenter FOREIGN KEY (idVirtualDataCenter) REFERENCES virtualdatacenter (idVirtualDataCenter)
) ENGINE=InnoDB;

CREATE TABLE firewall_policy_virtualmachine (
  idFirewallPolicy INT UNSIGNED NOT NULL,
  idVM INT UNSIGNED NOT NULL,
  PRIMARY KEY (idFirewallPolicy, idVM),
  CONSTRAINT firewall_policy_vm_policy FOREIGN KEY (idFirewallPolicy) REFERENCES firewall_policy (id),
  CONSTRAINT firewall_policy_vm_virtualmachine FOREIGN KEY (idVM) REFERENCES virtualmachine (idVM)
) ENGINE=InnoDB;

CREATE TABLE load_balancer (
  id INT UNSIGNED NOT NULL,
  idVirtualDataCenter INT UNSIGNED DEFAULT NULL,
  name VARCHAR(255) NOT NULL,
  provider_id VARCHAR(255) DEFAULT NULL,
  PRIMARY KEY (id),
  CONSTRAINT load_balancer_virtualdatacenter FOREIGN KEY (idVirtualDataCenter) REFERENCES virtualdatacenter (idVirtualDataCenter)
) ENGINE=InnoDB;

CREATE TABLE load_balancer_node (
  idLoadBalancer INT UNSIGNED NOT NULL,
  idVM INT UNSIGNED NOT NULL,
  node_ref VARCHAR(255) DEFAULT NULL,
  PRIMARY KEY (idLoadBalancer, idVM),
  CONSTRAINT load_balancer_node_balancer FOREIGN KEY (idLoadBalancer) REFERENCES load_balancer (id),
  CONSTRAINT load_balancer_node_virtualmachine FOREIGN KEY (idVM) REFERENCES virtualmachine (idVM)
) ENGINE=InnoDB;

CREATE TABLE backup_job (
  id INT UNSIGNED NOT NULL AUTO_INCREMENT,
  idVM INT UNSIGNED NOT NULL,
  backup_system VARCHAR(50) NOT NULL,
  endpoint VARCHAR(255) NOT NULL,
  user VARCHAR(255) DEFAULT NULL,
  password VARCHAR(255) DEFAULT NULL,
  job_name VARCHAR(255) NOT NULL,
  job_ref VARCHAR(255) DEFAULT NULL,
  PRIMARY KEY (id),
  CONSTRAINT backup_job_virtualmachine FOREIGN KEY (idVM) REFERENCES virtualmachine (idVM)
) ENGINE=InnoDB;

CREATE TABLE backup_result (
  id INT UNSIGNED NOT NULL AUTO_INCREMENT,
  provider_id VARCHAR(255) DEFAULT NULL,
  name VARCHAR(255) NOT NULL,
  size BIGINT UNSIGNED DEFAULT NULL,
  creation_date TIMESTAMP NULL DEFAULT NULL,
  status VARCHAR(50) NOT NULL,
  type VARCHAR(50) NOT NULL,
  virtual_machine_id INT UNSIGNED NOT NULL,
  PRIMARY KEY (id),
  CONSTRAINT backup_result_virtualmachine FOREIGN KEY (virtual_machine_id) REFERENCES virtualmachine (idVM)
) ENGINE=InnoDB;

CREATE TABLE accounting_event_vm (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
  idVM INT UNSIGNED NOT NULL,
  idEnterprise INT UNSIGNED DEFAULT NULL,
  idVirtualDataCenter INT UNSIGNED DEFAULT NULL,
  oldState VARCHAR(50) NOT NULL,
  newState VARCHAR(50) NOT NULL,
  PRIMARY KEY (id)
) ENGINE=InnoDB;
