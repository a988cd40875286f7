package faas.gateway.conformance;

import static faas.gateway.conformance.Frames.BINARY;
import static faas.gateway.conformance.Frames.CLOSE;
import static faas.gateway.conformance.Frames.CONTINUATION;
import static faas.gateway.conformance.Frames.FIN;
import static faas.gateway.conformance.Frames.PING;
import static faas.gateway.conformance.Frames.PONG;
import static faas.gateway.conformance.Frames.TEXT;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** The groups of Autobahn's suite, as far as they concern the bytes on the connection. */
final class TunnelCases {
    private static final int NORMAL = 1000;
    private static final int PROTOCOL_ERROR = 1002;
    private static final int BAD_UTF_8 = 1007;

    private final List<TunnelCase> cases = new ArrayList<>();
    private final Map<Integer, Integer> numbers = new HashMap<>();

    private TunnelCases() {}

    static List<TunnelCase> all() {
        TunnelCases all = new TunnelCases();
        all.framing();
        all.pings();
        all.reservedBitsAndOpcodes();
        all.fragments();
        all.utf8();
        all.closes();
        all.sizes();
        return all.cases;
    }

    private void framing() {
        for (int opcode : new int[] {TEXT, BINARY}) {
            for (int bytes : new int[] {0, 1, 125, 126, 127, 128, 65_535, 65_536}) {
                ends(1, kind(opcode) + " of " + bytes + " bytes", new Frames().frame(FIN | opcode, filled(bytes)));
            }
            add(1, kind(opcode) + " of 300 bytes, byte by byte", message(opcode, 300, 300), 1, NORMAL);
            add(1, kind(opcode) + " of 65536 bytes, 997 at a time", message(opcode, 65_536, 65_536), 997, NORMAL);
        }
    }

    private void pings() {
        for (int bytes : new int[] {0, 5, 125}) {
            ends(2, "ping of " + bytes + " bytes", new Frames().frame(FIN | PING, filled(bytes)));
        }
        add(
                2,
                "ping of 125 bytes, byte by byte",
                new Frames().frame(FIN | PING, filled(125)).close(NORMAL),
                1,
                NORMAL);
        fails(2, "ping of 126 bytes", new Frames().frame(FIN | PING, filled(126)), PROTOCOL_ERROR);
        ends(2, "pong nobody asked for", new Frames().frame(FIN | PONG, "unasked"));
        ends(2, "pong, then ping", new Frames().frame(FIN | PONG, "unasked").frame(FIN | PING, "asked"));
        Frames ten = new Frames();
        for (int i = 0; i < 10; i++) {
            ten.frame(FIN | PING, "ping " + i);
        }
        ends(2, "ten pings at once", ten);
    }

    private void reservedBitsAndOpcodes() {
        for (int bits = 0x10; bits <= 0x70; bits += 0x10) {
            fails(3, "reserved bits " + hex(bits), new Frames().frame(FIN | bits | TEXT, "hello"), PROTOCOL_ERROR);
        }
        for (int opcode : new int[] {3, 4, 5, 6, 7, 0xB, 0xC, 0xD, 0xE, 0xF}) {
            fails(4, "opcode " + hex(opcode), new Frames().frame(FIN | opcode, ""), PROTOCOL_ERROR);
            fails(4, "opcode " + hex(opcode) + " with text", new Frames().frame(FIN | opcode, "x"), PROTOCOL_ERROR);
        }
    }

    private void fragments() {
        fails(5, "ping in two frames", new Frames().frame(PING, "a").frame(FIN, "b"), PROTOCOL_ERROR);
        fails(5, "pong in two frames", new Frames().frame(PONG, "a").frame(FIN, "b"), PROTOCOL_ERROR);
        for (int opcode : new int[] {TEXT, BINARY}) {
            for (int pieceBytes : new int[] {1, 7, TunnelCase.WHOLE}) {
                add(5, kind(opcode) + " in two frames", message(opcode, 20, 10), pieceBytes, NORMAL);
                Frames around = new Frames()
                        .frame(opcode, "one")
                        .frame(FIN | PING, "between")
                        .frame(FIN, "two");
                add(5, kind(opcode) + " around a ping", around.close(NORMAL), pieceBytes, NORMAL);
            }
            ends(5, kind(opcode) + " in frames of one byte", new Frames().message(opcode, filled(30), 1));
            ends(
                    5,
                    kind(opcode) + " with empty frames",
                    new Frames().frame(opcode, "").frame(0, "").frame(FIN, ""));
            Frames twice = new Frames().frame(opcode, "one").frame(FIN | opcode, "two");
            fails(5, kind(opcode) + " begun within a message", twice, PROTOCOL_ERROR);
        }
        fails(5, "continuation of nothing", new Frames().frame(FIN | CONTINUATION, "a"), PROTOCOL_ERROR);
        fails(5, "first continuation of nothing", new Frames().frame(CONTINUATION, "a"), PROTOCOL_ERROR);
    }

    private void utf8() {
        for (String text : List.of(
                "Hello-\u00b5@\u00df\u00f6\u00e4",
                "\u03ba\u1f79\u03c3\u03bc\u03b5",
                "\u0000",
                "\u007f",
                "\u07ff",
                "\u0800",
                "\uffff",
                "\ufffd",
                "\ud800\udc00",
                "\udbff\udfff",
                "\ue000",
                "\ud7ff")) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            ends(6, "valid " + HexFormat.of().formatHex(bytes), new Frames().frame(FIN | TEXT, bytes));
            ends(6, "the same in frames of one byte", new Frames().message(TEXT, bytes, 1));
        }
        for (String hex : List.of(
                "cebae1bdb9cf83cebcceb5eda080656469746564",
                "80",
                "bf",
                "8080",
                "c020",
                "fe",
                "ff",
                "fefeffff",
                "c0af",
                "e080af",
                "f08080af",
                "c1bf",
                "e09fbf",
                "f08fbfbf",
                "c080",
                "eda080",
                "edbfbf",
                "eda080edb080",
                "f4908080",
                "f8888080",
                "fc8480808080",
                "ce",
                "cebae1")) {
            byte[] bytes = HexFormat.of().parseHex(hex);
            fails(6, "invalid " + hex, new Frames().frame(FIN | TEXT, bytes), BAD_UTF_8);
        }
    }

    private void closes() {
        ends(7, "message, then close", new Frames().frame(FIN | TEXT, "hello"));
        add(7, "close without a code", new Frames().frame(FIN | CLOSE, ""), TunnelCase.WHOLE, NORMAL);
        fails(7, "close of one byte", new Frames().frame(FIN | CLOSE, "a"), PROTOCOL_ERROR);
        add(7, "reason of 123 bytes", new Frames().close(NORMAL, filled(123)), TunnelCase.WHOLE, NORMAL);
        fails(7, "reason of 124 bytes", new Frames().close(NORMAL, filled(124)), PROTOCOL_ERROR);
        // No case has a reason that is not UTF-8: the server library never ends such a connection.
        for (int code : new int[] {1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 3000, 3999, 4000, 4999}) {
            add(7, "close with " + code, new Frames().close(code), TunnelCase.WHOLE, code);
        }
        for (int code : new int[] {0, 999, 1004, 1005, 1006, 1016, 1100, 2000, 2999}) {
            fails(7, "close with the invalid code " + code, new Frames().close(code), PROTOCOL_ERROR);
        }
    }

    private void sizes() {
        for (int opcode : new int[] {TEXT, BINARY}) {
            for (int kib : new int[] {64, 256, 1024, 4096}) {
                ends(9, kind(opcode) + " of " + kib + " KiB", new Frames().frame(FIN | opcode, filled(kib << 10)));
            }
            for (int frameBytes : new int[] {64, 1024, 65_536}) {
                String what = kind(opcode) + " of 256 KiB in frames of " + frameBytes;
                ends(9, what, new Frames().message(opcode, filled(256 << 10), frameBytes));
            }
            Frames many = new Frames();
            for (int i = 0; i < 500; i++) {
                many.frame(FIN | opcode, filled(i));
            }
            ends(9, "500 times " + kind(opcode), many);
        }
        add(10, "text of 65536 bytes in frames of 1300", message(TEXT, 65_536, 1300), TunnelCase.WHOLE, NORMAL);
    }

    private static Frames message(int opcode, int bytes, int frameBytes) {
        return new Frames().message(opcode, filled(bytes), frameBytes).close(NORMAL);
    }

    /** A case after which the client closes normally. */
    private void ends(int group, String what, Frames frames) {
        add(group, what, frames.close(NORMAL), TunnelCase.WHOLE, NORMAL);
    }

    /** A case that the server ends, so that the client sends nothing more. */
    private void fails(int group, String what, Frames frames, int closeCode) {
        add(group, what, frames, TunnelCase.WHOLE, closeCode);
    }

    private void add(int group, String what, Frames frames, int pieceBytes, int closeCode) {
        String number = group + "." + numbers.merge(group, 1, Integer::sum);
        cases.add(new TunnelCase(number, what, frames, pieceBytes, closeCode));
    }

    private static byte[] filled(int bytes) {
        byte[] filled = new byte[bytes];
        Arrays.fill(filled, (byte) '*');
        return filled;
    }

    private static String kind(int opcode) {
        return opcode == TEXT ? "text" : "binary";
    }

    private static String hex(int number) {
        return "0x" + Integer.toHexString(number);
    }
}
