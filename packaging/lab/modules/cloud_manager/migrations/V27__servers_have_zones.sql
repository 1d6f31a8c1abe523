ALTER TABLE servers ADD COLUMN zone VARCHAR(64) NULL AFTER host;
UPDATE servers SET zone = 'nova' WHERE host IS NOT NULL;
