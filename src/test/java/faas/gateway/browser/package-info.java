/** Tests of the page for people in a browser. */
@NullMarked
package faas.gateway.browser;

import org.jspecify.annotations.NullMarked;
