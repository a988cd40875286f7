package faas.gateway.access.proof;

/** A secret has a content that cannot be used. The message says why, without any part of the content. */
public final class UnusableSecretException extends Exception {
    private static final long serialVersionUID = 1;

    UnusableSecretException(String message) {
        super(message);
    }
}
