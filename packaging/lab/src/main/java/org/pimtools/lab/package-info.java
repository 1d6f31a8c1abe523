/** Rehearsal, chaos and benchmarks: runs the tools' jars as processes against servers and worlds of the testkit. */
package org.pimtools.lab;
