/**
 * How anything far away is asked, by providers and by steps alike: the call gate with its rate, deadlines and
 * repetitions, and one HTTP client with its certificate pins, proxies and limits. Sees only pim-common, knows no
 * provider and no step, and is the only package that knows TLS, the JDK's HTTP client and Failsafe.
 */
package org.pimtools.migrator.remote;
