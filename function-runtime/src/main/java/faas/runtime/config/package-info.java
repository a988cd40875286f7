/**
 * Settings from the environment and from the address in the code.
 *
 * <p>Must not fall back silently: a setting that cannot be parsed is an error, and all errors are reported together.
 */
@NullMarked
package faas.runtime.config;

import org.jspecify.annotations.NullMarked;
