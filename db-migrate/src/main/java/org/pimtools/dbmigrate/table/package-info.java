/**
 * The table of results, as the platform's operators and their scripts know it. Depends on no other package of the
 * module.
 */
package org.pimtools.dbmigrate.table;
