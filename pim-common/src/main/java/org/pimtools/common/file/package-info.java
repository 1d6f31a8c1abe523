/** Files that are complete or not there, and private from the start. Depends on {@code error}. */
package org.pimtools.common.file;
