/** What can be found wrong with one entity, by lasting codes. Depends on {@code json} and {@code text}. */
package org.pimtools.common.finding;
