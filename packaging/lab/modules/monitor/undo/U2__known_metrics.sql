DELETE FROM metrics;
