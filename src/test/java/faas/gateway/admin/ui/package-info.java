/** Tests of the page for people, without a browser. */
@NullMarked
package faas.gateway.admin.ui;

import org.jspecify.annotations.NullMarked;
