/**
 * The schema profile: which tables and columns the platform's database has. Depends on {@code entity}, {@code error},
 * {@code file}, {@code plan}, {@code sql}, {@code text} and {@code yaml}.
 */
package org.pimtools.common.profile;
