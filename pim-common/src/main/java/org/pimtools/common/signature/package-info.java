/**
 * Keys, and signatures of plans, results and SQL files: one kind for all. Depends on {@code error} and {@code file}.
 */
package org.pimtools.common.signature;
