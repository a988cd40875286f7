package faas.gateway.access.secret;

/** A secret has a content that cannot be used. The message says why, without any part of the content. */
public final class UnusableSecretException extends Exception {
    private static final long serialVersionUID = 1;

    public UnusableSecretException(String message) {
        super(message);
    }
}
