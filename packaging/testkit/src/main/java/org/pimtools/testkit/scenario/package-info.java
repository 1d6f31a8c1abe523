/**
 * Command lines as data: a text file says what is run and what the operator sees of it. Runs jars as processes.
 * Depends on no other package of the module.
 */
package org.pimtools.testkit.scenario;
