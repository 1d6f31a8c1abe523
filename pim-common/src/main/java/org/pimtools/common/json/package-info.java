/**
 * JSON as every tool writes it, and JSON Lines read strictly: one object a line, with limits. Depends on no other
 * package of the module.
 */
package org.pimtools.common.json;
