/** The table of results, as the platform's operators and their scripts know it. Depends on pim-common only. */
package org.pimtools.dbmigrate.table;
