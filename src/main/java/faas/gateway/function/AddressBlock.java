package faas.gateway.function;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/**
 * The addresses with the same prefix, written {@code 10.0.0.0/8} or {@code fd00::/8}. A single address is a block of
 * one.
 *
 * @param base one of the addresses
 * @param bits the length of the prefix, 0–32 or 0–128
 */
public record AddressBlock(InetAddress base, int bits) {
    /** Parses a block; empty if the text is not one. */
    public static Optional<AddressBlock> parse(String text) {
        int slash = text.indexOf('/');
        Optional<InetAddress> base = parseAddress(slash < 0 ? text : text.substring(0, slash));
        if (base.isEmpty()) {
            return Optional.empty();
        }
        int width = base.get().getAddress().length * Byte.SIZE;
        if (slash < 0) {
            return Optional.of(new AddressBlock(base.get(), width));
        }
        String bits = text.substring(slash + 1);
        boolean number = !bits.isEmpty() && bits.length() <= 3 && bits.chars().allMatch(c -> c >= '0' && c <= '9');
        return number && Integer.parseInt(bits) <= width
                ? Optional.of(new AddressBlock(base.get(), Integer.parseInt(bits)))
                : Optional.empty();
    }

    /** Parses an address; empty if the text is not one. A name is never looked up. */
    public static Optional<InetAddress> parseAddress(String text) {
        boolean dotted = text.chars().filter(c -> c == '.').count() == 3;
        if (!dotted && text.indexOf(':') < 0) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.ofLiteral(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /**
     * Whether an address is in the block. An IPv4-mapped IPv6 address (RFC 4291 §2.5.5.2) counts as the IPv4 address.
     */
    public boolean contains(InetAddress address) {
        byte[] own = base.getAddress();
        byte[] other = unmapped(address).getAddress();
        if (own.length != other.length) {
            return false;
        }
        for (int i = 0, left = bits; left > 0; i++, left -= Byte.SIZE) {
            int mask = left >= Byte.SIZE ? 0xff : 0xff << (Byte.SIZE - left) & 0xff;
            if (((own[i] ^ other[i]) & mask) != 0) {
                return false;
            }
        }
        return true;
    }

    /** The IPv4 address in an IPv4-mapped IPv6 address; any other address unchanged. */
    public static InetAddress unmapped(InetAddress address) {
        try {
            return InetAddress.getByAddress(address.getAddress());
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address has 4 or 16 bytes", e);
        }
    }

    @Override
    public String toString() {
        return base.getHostAddress() + "/" + bits;
    }
}
