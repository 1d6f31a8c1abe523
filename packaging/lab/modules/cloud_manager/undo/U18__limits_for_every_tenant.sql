DELETE FROM quotas WHERE resource IN ('volumes', 'snapshots');
