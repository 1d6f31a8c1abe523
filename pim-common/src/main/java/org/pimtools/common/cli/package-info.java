/**
 * The base of every command: options, output on screen and as JSON, logs, prompts. Only commands depend on it. Depends
 * on {@code error}, {@code file}, {@code interrupt}, {@code jdbc}, {@code json}, {@code output}, {@code plan},
 * {@code secret} and {@code text}.
 */
package org.pimtools.common.cli;
