DROP FUNCTION seconds_between;
