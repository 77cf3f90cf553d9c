package io.sluice.format.delta;

import io.sluice.error.SluiceException;
import java.util.Arrays;

/** Bytes as text, five characters for four bytes. Source: ZeroMQ RFC 32/Z85, as the Delta protocol uses it. */
final class Base85 {
    private static final String ALPHABET =
            "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-:+=^!/*?&<>()[]{}@%$#";

    private static final byte[] DIGITS = new byte[128];

    static {
        Arrays.fill(DIGITS, (byte) -1);
        for (int i = 0; i < ALPHABET.length(); i++) {
            DIGITS[ALPHABET.charAt(i)] = (byte) i;
        }
    }

    private Base85() {}

    /** The text of the bytes, with zeros after them up to a multiple of four. */
    static String encode(byte[] bytes) {
        StringBuilder text = new StringBuilder((bytes.length + 3) / 4 * 5);
        char[] group = new char[5];
        for (int i = 0; i < bytes.length; i += 4) {
            long word = 0;
            for (int j = i; j < i + 4; j++) {
                word = word << 8 | (j < bytes.length ? bytes[j] & 0xFF : 0);
            }
            for (int j = 4; j >= 0; j--) {
                group[j] = ALPHABET.charAt((int) (word % 85));
                word /= 85;
            }
            text.append(group);
        }
        return text.toString();
    }

    /** The bytes of a text, the zeros that {@link #encode} adds included; a bug if it is no such text. */
    static byte[] decode(String text) {
        if (text.length() % 5 != 0) {
            throw malformed(text);
        }
        byte[] bytes = new byte[text.length() / 5 * 4];
        for (int i = 0; i < text.length(); i += 5) {
            long word = 0;
            for (int j = i; j < i + 5; j++) {
                char c = text.charAt(j);
                int digit = c < DIGITS.length ? DIGITS[c] : -1;
                if (digit < 0) {
                    throw malformed(text);
                }
                word = word * 85 + digit;
            }
            if (word > 0xFFFF_FFFFL) {
                throw malformed(text);
            }
            int at = i / 5 * 4;
            for (int j = 3; j >= 0; j--) {
                bytes[at + j] = (byte) word;
                word >>= 8;
            }
        }
        return bytes;
    }

    private static SluiceException malformed(String text) {
        return SluiceException.bug("'%s' is not text of Base85".formatted(text));
    }
}
