/**
 * Where the database is, how to connect to it safely, and the pool. The only package that knows the pool. Depends on
 * {@code error}, {@code file}, {@code plan} and {@code secret}.
 */
package org.pimtools.common.jdbc;
