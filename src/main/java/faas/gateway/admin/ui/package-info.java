/** The page for people: what functions do, live; must not read anything from Docker. */
@NullMarked
package faas.gateway.admin.ui;

import org.jspecify.annotations.NullMarked;
