/** The identity of a datacenter, and how file names and lines of words carry it. Depends on nothing but Jackson. */
package org.pimtools.common.datacenter;
