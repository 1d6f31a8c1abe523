CREATE VIEW running_jobs AS SELECT j.name, r.started FROM runs r JOIN jobs j ON j.id = r.job_id WHERE r.ended IS NULL;
