ALTER TABLE entries DROP KEY ix_entries_actor;
