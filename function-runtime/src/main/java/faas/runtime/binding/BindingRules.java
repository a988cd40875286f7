package faas.runtime.binding;

/**
 * How strict binding is beyond what types ask for.
 *
 * @param knownOnly whether a name the function does not know is refused
 * @param finiteOnly whether NaN and the infinities are refused
 */
public record BindingRules(boolean knownOnly, boolean finiteOnly) {

    public static final BindingRules DEFAULT = new BindingRules(false, false);
}
