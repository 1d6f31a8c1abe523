/** The modules: one file each, read with all faults at once. Depends on no other package of the module. */
package org.pimtools.dbmigrate.module;
