/**
 * The endpoints file, which an operator fills in: read strictly, every fault of it at once. Depends on {@code error}, {@code file},
 * {@code output}, {@code plan}, {@code provider} and {@code secret}.
 */
package org.pimtools.common.endpoints;
