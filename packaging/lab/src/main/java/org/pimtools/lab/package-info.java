/**
 * Rehearsal, chaos and benchmarks: runs the tools' jars as processes against servers and worlds of the testkit.
 * Depends on {@code defect}.
 */
package org.pimtools.lab;
