/**
 * Secrets and the sealed part in which they travel, in the age format; the only package that knows the age library.
 * Depends on {@code datacenter}, {@code error}, {@code file}, {@code json}, {@code output}, {@code plan} and
 * {@code provider}.
 */
package org.pimtools.common.secret;
