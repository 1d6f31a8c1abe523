LOCK TABLES quotas WRITE;
UPDATE quotas SET hard_limit = hard_limit / 2 WHERE resource = 'vcpus';
UNLOCK TABLES;
