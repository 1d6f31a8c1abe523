/** YAML files that an operator writes, read strictly and within limits. Depends on no other package of the module. */
package org.pimtools.common.yaml;
