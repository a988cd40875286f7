/**
 * The environment and the address of {@code Function.run} as typed settings.
 *
 * <p>Must not fall back silently: a setting that cannot be read is an error, and all errors are told together.
 */
@NullMarked
package faas.runtime.config;

import org.jspecify.annotations.NullMarked;
