CREATE TRIGGER update_virtualmachine_update_stats AFTER UPDATE ON virtualmachine FOR EACH ROW
BEGIN
  IF @DISABLE_STATS_TRIGGERS IS NULL THEN
    INSERT INTO accounting_event_vm (idVM, idEnterprise, idVirtualDataCenter, oldState, newState)
    VALUES (
      NEW.idVM,
      NEW.idEnterprise,
      (SELECT va.idVirtualDataCenter
         FROM nodevirtualimage nvi
         JOIN node n ON n.idNode = nvi.idNode
         JOIN virtualapp va ON va.idVirtualApp = n.idVirtualApp
        WHERE nvi.idVM = NEW.idVM
        LIMIT 1),
      OLD.state,
      NEW.state);
  END IF;
END
