/**
 * The environment and the address of {@code Function.run} as typed settings.
 *
 * <p>Must not fall back silently: a setting that cannot be read is a mistake, and all mistakes are told together.
 */
@NullMarked
package faas.runtime.config;

import org.jspecify.annotations.NullMarked;
