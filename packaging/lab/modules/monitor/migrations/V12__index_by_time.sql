CREATE INDEX ix_samples_at ON samples (at);
