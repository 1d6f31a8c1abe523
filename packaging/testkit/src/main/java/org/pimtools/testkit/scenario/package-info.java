/**
 * Command lines as data: a text file says what is run and what the operator sees of it. Runs jars as processes and depends
 * on nothing of the product.
 */
package org.pimtools.testkit.scenario;
