/**
 * The training run of the image build. The cache that every function starts from contains the classes that it loads.
 *
 * <p>Must not use functions of other packages: a class in the cache takes precedence over one of the same name in a
 * function's jar.
 */
@NullMarked
package faas.runtime.warmup;

import org.jspecify.annotations.NullMarked;
