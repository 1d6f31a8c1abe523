DROP INDEX ix_samples_at ON samples;
