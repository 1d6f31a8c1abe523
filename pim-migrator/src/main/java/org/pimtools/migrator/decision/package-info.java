/**
 * What the operator decides about errors: the decisions file, read and written, and what is undecided still. Depends on
 * pim-common and on what {@code inventory} says about VMs.
 */
package org.pimtools.migrator.decision;
