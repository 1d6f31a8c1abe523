DROP TRIGGER endpoints_secure;
