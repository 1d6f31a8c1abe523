/**
 * Rehearsal, chaos and benchmarks: runs the tools' jars as processes against servers and worlds of the testkit.
 * Depends on no other package of the module.
 */
package org.pimtools.lab;
