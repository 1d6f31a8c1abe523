ALTER TABLE entries ADD KEY ix_entries_actor (actor, at);
