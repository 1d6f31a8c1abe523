/** The kinds of entities that change identity, and how each is named. Depends on no other package of the module. */
package org.pimtools.common.entity;
