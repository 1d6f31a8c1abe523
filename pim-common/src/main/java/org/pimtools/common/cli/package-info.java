/** The base of every command: exit codes, errors with hints, output, progress. Depends on nothing but picocli, Jackson and Logback. */
package org.pimtools.common.cli;
