/**
 * The plan file: its lines, its streaming codec and its signature. Depends on {@code datacenter}, {@code entity},
 * {@code error}, {@code file}, {@code finding}, {@code json}, {@code provider}, {@code signature} and {@code sql}.
 */
package org.pimtools.common.plan;
