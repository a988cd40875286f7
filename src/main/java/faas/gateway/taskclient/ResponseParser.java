package faas.gateway.taskclient;

import faas.gateway.http1.HeadParser;
import faas.gateway.http1.MalformedMessage;
import java.util.Arrays;

/** Parses the heads of responses. Allows lines that end with a bare LF, as simple servers send them. */
final class ResponseParser extends HeadParser<ResponseHead> {
    /** More than the default limit of any server. */
    static final int MAX_HEAD_BYTES = 64 * 1024;

    private static final int MAX_FIELDS = 1000;
    private static final byte[] VERSION = {'H', 'T', 'T', 'P', '/', '1', '.'};

    ResponseParser() {
        super(MAX_HEAD_BYTES, MAX_FIELDS, true, false);
    }

    @Override
    protected ResponseHead startLine(byte[] bytes, int end) throws MalformedMessage {
        boolean valid = end >= 12
                && Arrays.equals(bytes, 0, VERSION.length, VERSION, 0, VERSION.length)
                && (bytes[7] == '0' || bytes[7] == '1')
                && bytes[8] == ' '
                && isDigit(bytes[9])
                && isDigit(bytes[10])
                && isDigit(bytes[11])
                && (end == 12 || bytes[12] == ' ');
        if (!valid) {
            throw new MalformedMessage("The response does not start with a status line of HTTP/1.");
        }
        int status = 100 * (bytes[9] - '0') + 10 * (bytes[10] - '0') + bytes[11] - '0';
        if (status < 100) {
            throw new MalformedMessage("The status of the response is " + status + ".");
        }
        return new ResponseHead(status, bytes[7] == '1');
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }
}
