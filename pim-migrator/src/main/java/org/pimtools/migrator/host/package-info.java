/** What this host says about itself: the platform's properties file and its process. Depends on pim-common only. */
package org.pimtools.migrator.host;
