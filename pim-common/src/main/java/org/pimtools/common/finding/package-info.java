/** What can be found wrong with one entity, by lasting codes. Depends on text and on lines of JSON. */
package org.pimtools.common.finding;
