/** How an endpoint may be asked: its rate, its deadlines and what is sent again. Knows no provider; the only package that knows Failsafe. */
package org.pimtools.migrator.provider.call;
