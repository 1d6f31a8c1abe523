/**
 * What the operator decides about errors: the decisions file, read and written, and what is undecided still. Depends
 * on {@code inventory}.
 */
package org.pimtools.migrator.decision;
