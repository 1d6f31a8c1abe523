DROP TRIGGER archive_no_delete;
