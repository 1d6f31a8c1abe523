/** What can be found wrong with one entity, by lasting codes. Depends on nothing. */
package org.pimtools.common.finding;
