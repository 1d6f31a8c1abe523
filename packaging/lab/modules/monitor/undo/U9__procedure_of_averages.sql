DROP PROCEDURE make_averages;
