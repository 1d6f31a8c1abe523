/** Files that are complete or not there, and private from the start. Depends on tool errors only. */
package org.pimtools.common.file;
