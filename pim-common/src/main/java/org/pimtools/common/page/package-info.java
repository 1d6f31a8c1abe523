/** What pages for a browser have in common: their look, and how data stays data. Depends on {@code text}. */
package org.pimtools.common.page;
