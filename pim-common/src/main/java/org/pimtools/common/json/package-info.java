/** JSON Lines: one strict object a line, with limits. Depends on nothing but Jackson. */
package org.pimtools.common.json;
