DROP VIEW errors;
