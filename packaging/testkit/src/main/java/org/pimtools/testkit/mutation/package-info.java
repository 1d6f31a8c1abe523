/**
 * Corrupts inputs at random, always in the same ways for the same seed, and counts what becomes of them. Depends on no
 * other package of the module.
 */
package org.pimtools.testkit.mutation;
