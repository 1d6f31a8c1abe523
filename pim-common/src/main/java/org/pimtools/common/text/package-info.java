/** Words for people: cut, counted, printable; the nearest known name. Depends on no other package of the module. */
package org.pimtools.common.text;
