/** What can be found wrong with one entity, by lasting codes. Depends on text only. */
package org.pimtools.common.finding;
