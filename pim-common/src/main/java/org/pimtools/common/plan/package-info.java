/** The plan file: its lines, its streaming codec and its signature. Depends on findings and secrets. */
package org.pimtools.common.plan;
