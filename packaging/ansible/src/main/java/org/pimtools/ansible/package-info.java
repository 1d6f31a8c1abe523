/** Makes the archive of the Ansible collection, where no Ansible is installed. Depends on nothing of the product. */
package org.pimtools.ansible;
