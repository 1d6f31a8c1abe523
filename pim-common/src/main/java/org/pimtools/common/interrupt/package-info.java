/** Signals: how a long run notices them, also while it waits. Depends on tool errors only. */
package org.pimtools.common.interrupt;
