/**
 * How anything far away is asked, by providers and by steps alike: the call gate with its rate, deadlines and
 * repetitions, and one HTTP client with its certificate pins, proxies and limits. The only package that knows TLS, the
 * JDK's HTTP client and Failsafe. Depends on no other package of the module.
 */
package org.pimtools.migrator.remote;
