/** YAML files that an operator writes, read strictly and within limits. Depends on nothing of ours. */
package org.pimtools.common.yaml;
