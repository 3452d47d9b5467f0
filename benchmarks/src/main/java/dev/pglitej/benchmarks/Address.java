package dev.pglitej.benchmarks;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Host and port of a server. Immutable. */
public record Address(String host, int port) {
    private static final Pattern HOST_AND_PORT = Pattern.compile("([\\w.-]+|\\[[0-9a-fA-F:.]+]):(\\d{1,5})\\b");

    /** The first host:port in a text, such as the line that a server prints when it is ready. */
    public static Optional<Address> in(String text) {
        Matcher matcher = HOST_AND_PORT.matcher(text);
        return matcher.find()
                ? Optional.of(new Address(matcher.group(1), Integer.parseInt(matcher.group(2))))
                : Optional.empty();
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
