/** The schema profile: which tables and columns the platform's database has. Depends on nothing but the YAML parser. */
package org.pimtools.common.profile;
