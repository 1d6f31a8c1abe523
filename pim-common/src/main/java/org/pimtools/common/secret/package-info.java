/** How a password comes to a command without being an argument. Depends on the command line base and on secrets. */
package org.pimtools.common.secret;
