/**
 * The endpoints file, which an operator fills in: read strictly, every fault of it at once. Depends on {@code error}, {@code file},
 * {@code output}, {@code plan}, {@code provider}, {@code secret} and {@code text}.
 */
package org.pimtools.common.endpoints;
