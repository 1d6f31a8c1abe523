/** Where a command puts what it reports, as an interface that services see. Depends on {@code text}. */
package org.pimtools.common.output;
