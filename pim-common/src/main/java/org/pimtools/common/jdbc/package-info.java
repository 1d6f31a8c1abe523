/** Where the database is, how to connect to it safely, and the pool. The only package that knows the pool. */
package org.pimtools.common.jdbc;
