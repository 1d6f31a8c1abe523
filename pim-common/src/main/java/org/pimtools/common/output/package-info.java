/** Where a command puts what it reports, as an interface that services see. Depends on text only. */
package org.pimtools.common.output;
