/** Secrets and the sealed part in which they travel, in the age format; the only package that knows the age library. */
package org.pimtools.common.secret;
