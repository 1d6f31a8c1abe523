/** The modules: one file each, read with all faults at once. Depends on pim-common only. */
package org.pimtools.dbmigrate.module;
