/**
 * The training run of the image's build: what it loads is in the cache that every function starts from.
 *
 * <p>Must hold only classes of this package as functions: a class of the cache comes before one of the same name in a
 * function's own jar.
 */
@NullMarked
package faas.runtime.warmup;

import org.jspecify.annotations.NullMarked;
