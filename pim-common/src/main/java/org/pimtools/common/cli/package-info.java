/** The base of every command: exit codes, errors with hints, output, progress. Depends on nothing but picocli and Jackson. */
package org.pimtools.common.cli;
