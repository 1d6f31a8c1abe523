/**
 * Makes the archive of the Ansible collection, where no Ansible is installed. Depends on no other package of the
 * module.
 */
package org.pimtools.ansible;
