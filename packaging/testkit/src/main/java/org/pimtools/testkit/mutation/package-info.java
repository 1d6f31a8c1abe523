/** Spoils inputs at random, always in the same ways for the same seed, and counts what becomes of them. Depends on nothing of the product. */
package org.pimtools.testkit.mutation;
