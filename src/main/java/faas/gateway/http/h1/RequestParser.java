package faas.gateway.http.h1;

import faas.gateway.http.reply.Targets;
import faas.gateway.http1.HeadParser;
import faas.gateway.http1.MalformedMessage;
import io.undertow.util.HttpString;
import io.undertow.util.Methods;
import io.undertow.util.ParserUtils;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Parses the heads of requests. */
final class RequestParser extends HeadParser<RequestHead> {
    /** {@code HTTP/1.1}, with the space before it. */
    private static final int VERSION_BYTES = 9;

    /** The target of the last request, in bytes: clients often repeat it. */
    private byte[] lastTarget = {};

    private String lastText = "";

    RequestParser(int maxHeadBytes, int maxFields) {
        super(maxHeadBytes, maxFields, false, true);
    }

    @Override
    protected RequestHead startLine(byte[] bytes, int end) throws MalformedMessage {
        int methodEnd = 0;
        while (methodEnd < end && ParserUtils.isTokenChar(bytes[methodEnd])) {
            methodEnd++;
        }
        int versionStart = end - VERSION_BYTES;
        if (methodEnd == 0 || methodEnd >= versionStart || bytes[methodEnd] != ' ' || bytes[versionStart] != ' ') {
            throw new MalformedMessage(
                    "The request line is not a method, a target and a version, separated by single spaces.");
        }
        boolean http11 = isHttp11(bytes, versionStart + 1);
        String target = target(bytes, methodEnd + 1, versionStart);
        HttpString method = method(bytes, methodEnd);
        boolean valid =
                method.equals(Methods.CONNECT) || Targets.isPath(target, method) || Targets.authority(target) != null;
        if (!valid) {
            throw new MalformedMessage("The request target is neither a path nor an http or https URI.");
        }
        return new RequestHead(method, target, http11);
    }

    private static HttpString method(byte[] bytes, int length) {
        if (length == 3 && bytes[0] == 'G' && bytes[1] == 'E' && bytes[2] == 'T') {
            return Methods.GET;
        }
        return Methods.fromString(new String(bytes, 0, length, StandardCharsets.ISO_8859_1));
    }

    private String target(byte[] bytes, int from, int to) throws MalformedMessage {
        if (Arrays.equals(lastTarget, 0, lastTarget.length, bytes, from, to)) {
            return lastText;
        }
        String text = new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
        if (!Targets.isValid(text)) {
            throw new MalformedMessage("The request target contains a character that must be percent-encoded.");
        }
        lastTarget = Arrays.copyOfRange(bytes, from, to);
        lastText = text;
        return text;
    }

    /** Whether the version is 1.1, not 1.0. A later minor version is served as 1.1 (RFC 9110 §2.5). */
    private static boolean isHttp11(byte[] bytes, int at) throws MalformedMessage {
        boolean valid = bytes[at] == 'H'
                && bytes[at + 1] == 'T'
                && bytes[at + 2] == 'T'
                && bytes[at + 3] == 'P'
                && bytes[at + 4] == '/'
                && isDigit(bytes[at + 5])
                && bytes[at + 6] == '.'
                && isDigit(bytes[at + 7]);
        if (!valid) {
            throw new MalformedMessage("The request line does not end with an HTTP version.");
        }
        if (bytes[at + 5] != '1') {
            throw new UnknownVersion(new String(bytes, at, VERSION_BYTES - 1, StandardCharsets.ISO_8859_1));
        }
        return bytes[at + 7] != '0';
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }
}
