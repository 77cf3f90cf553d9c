package io.sluice.format.delta;

import io.sluice.error.SluiceException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * The {@code path} of file actions, which is a URI (RFC 2396), and the location that it stands for, which is not
 * encoded.
 */
final class DeltaPath {
    /** ASCII marks that stand for themselves; all of them are legal in a path, and none begins a scheme or a query. */
    private static final String PLAIN_MARKS = "/-_.!~*'()&=+$,@";

    private static final String HEX = "0123456789ABCDEF";
    private static final String FILE_SCHEME = "file:";

    private DeltaPath() {}

    /** The URI of a location: relative if the location is, with {@code file://} for an absolute local one. */
    static String encoded(String location) {
        if (location.startsWith("/")) {
            return "file://" + escape(location, 0);
        }
        int scheme = location.indexOf("://");
        return scheme < 0 ? escape(location, 0) : location.substring(0, scheme + 3) + escape(location, scheme + 3);
    }

    /** The location that a URI stands for. */
    static String decoded(String uri) {
        String text = uri;
        if (uri.startsWith(FILE_SCHEME)) {
            text = uri.substring(FILE_SCHEME.length());
            text = text.startsWith("//") ? text.substring(2) : text;
        }
        return text.indexOf('%') < 0 ? text : unescape(text);
    }

    /**
     * The location of a file of a table.
     *
     * @param table absolute, without a final {@code /}
     */
    static String absolute(String table, String path) {
        return path.startsWith("/") || path.contains("://") ? path : table + "/" + path;
    }

    private static String escape(String text, int from) {
        int plain = from;
        while (plain < text.length() && isPlain(text.charAt(plain))) {
            plain++;
        }
        if (plain == text.length()) {
            return text.substring(from);
        }
        StringBuilder escaped = new StringBuilder(text.length() + 16).append(text, from, plain);
        for (byte octet : text.substring(plain).getBytes(StandardCharsets.UTF_8)) {
            if (octet > 0 && isPlain((char) octet)) {
                escaped.append((char) octet);
            } else {
                escaped.append('%').append(HEX.charAt((octet >> 4) & 15)).append(HEX.charAt(octet & 15));
            }
        }
        return escaped.toString();
    }

    private static boolean isPlain(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || PLAIN_MARKS.indexOf(c) >= 0;
    }

    private static String unescape(String text) {
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream plain = new ByteArrayOutputStream(octets.length);
        for (int i = 0; i < octets.length; i++) {
            if (octets[i] != '%') {
                plain.write(octets[i]);
                continue;
            }
            int high = i + 2 < octets.length ? Character.digit(octets[i + 1], 16) : -1;
            int low = i + 2 < octets.length ? Character.digit(octets[i + 2], 16) : -1;
            if (high < 0 || low < 0) {
                throw SluiceException.bug(
                        "the file path '%s' of the log is not a URI: a '%%' must be followed by two".formatted(text)
                                + " hexadecimal digits");
            }
            plain.write(high * 16 + low);
            i += 2;
        }
        return plain.toString(StandardCharsets.UTF_8);
    }
}
