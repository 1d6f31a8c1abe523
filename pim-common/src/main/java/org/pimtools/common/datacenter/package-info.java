/** The identity of a datacenter, and how file names carry it. */
package org.pimtools.common.datacenter;
