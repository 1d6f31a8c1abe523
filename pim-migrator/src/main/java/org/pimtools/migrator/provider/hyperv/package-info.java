/** Reads the virtual machines of a Hyper-V host by WS-Management. Depends on {@code inventory} and {@code remote}. */
package org.pimtools.migrator.provider.hyperv;
