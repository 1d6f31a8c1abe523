/** The result file, by which a host tells the controller what a run found and did. Depends on findings. */
package org.pimtools.common.result;
