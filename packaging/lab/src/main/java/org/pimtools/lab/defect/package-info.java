/**
 * Defects that the lab puts into a tool's JVM, to prove that it would find them. The tools know nothing of them.
 * Depends on no other package of the module.
 */
package org.pimtools.lab.defect;
