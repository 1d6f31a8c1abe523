/**
 * Manual pages, completion and the description of options for other programs, made from the commands' own
 * declarations. Depends on the commands.
 */
package org.pimtools.manual;
