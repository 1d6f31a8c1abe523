/** The base of every command: options, output on screen and as JSON, logs, prompts. The commands depend on it, and nothing else does. */
package org.pimtools.common.cli;
