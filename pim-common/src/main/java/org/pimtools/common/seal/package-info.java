/** Secrets, and the parts of a plan that are sealed with age. The only package that knows the age library. */
package org.pimtools.common.seal;
