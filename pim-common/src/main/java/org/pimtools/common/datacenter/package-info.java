/**
 * The identity of a datacenter, and how file names and lines of words carry it. Depends on no other package of the
 * module.
 */
package org.pimtools.common.datacenter;
