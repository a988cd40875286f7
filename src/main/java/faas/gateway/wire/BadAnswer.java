package faas.gateway.wire;

import java.io.IOException;

/** What came is no answer in HTTP/1.1, or can be read in two ways. */
public final class BadAnswer extends IOException {
    private static final long serialVersionUID = 1;

    BadAnswer(String mistake) {
        super(mistake);
    }
}
