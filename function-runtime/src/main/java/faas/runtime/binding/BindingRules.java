package faas.runtime.binding;

/**
 * Additional restrictions on parameters.
 *
 * @param knownOnly whether unknown parameter names are rejected
 * @param finiteOnly whether NaN and the infinities are rejected
 */
public record BindingRules(boolean knownOnly, boolean finiteOnly) {

    public static final BindingRules DEFAULT = new BindingRules(false, false);
}
