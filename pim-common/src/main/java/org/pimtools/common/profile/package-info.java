/**
 * The schema profile: which tables and columns the platform's database has. Depends on the YAML parser, on plan lines, on the grammar of
 * SQL files for keys, and on tool errors.
 */
package org.pimtools.common.profile;
