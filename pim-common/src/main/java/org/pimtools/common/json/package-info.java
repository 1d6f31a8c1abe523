/** JSON as every tool writes it, and JSON Lines read strictly: one object a line, with limits. Depends on nothing but Jackson. */
package org.pimtools.common.json;
