DROP VIEW running_jobs;
