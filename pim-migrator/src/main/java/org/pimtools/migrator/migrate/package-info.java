/**
 * A run on one datacenter, from the plan to the result: dry, a migration, or one that resumes. Brings the packages
 * below together. Depends on {@code decision}, {@code execute}, {@code host}, {@code inventory}, {@code journal},
 * {@code load}, {@code provider}, {@code remote}, {@code report}, {@code resolve}, {@code sql}, {@code state} and
 * {@code step}.
 */
package org.pimtools.migrator.migrate;
