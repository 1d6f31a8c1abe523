/** Words for people: cut, counted, printable; the nearest known name. Depends on nothing. */
package org.pimtools.common.text;
