/** Signals: how a long run notices them, also while it waits. Depends on {@code error}. */
package org.pimtools.common.interrupt;
