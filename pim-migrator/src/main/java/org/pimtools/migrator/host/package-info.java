/**
 * What this host says about itself: the platform's properties file and its process. Depends on no other package of the
 * module.
 */
package org.pimtools.migrator.host;
