package dev.pglitej.jdbc;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;

/**
 * A URL {@code jdbc:pglite:TARGET?parameter=value&…} and the properties that came with it. Immutable.
 *
 * @param url as it was given, for messages
 * @param parameters by the names in {@link Parameters}; the URL takes precedence over the properties
 */
record ConnectionUrl(String url, Target target, Map<String, String> parameters) {
    static final String PREFIX = "jdbc:pglite:";

    ConnectionUrl {
        parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    }

    static boolean accepts(String url) {
        return url.startsWith(PREFIX);
    }

    /** Whether the part before the parameters has a form that this driver knows. */
    static boolean names(String url) {
        return Target.names(target(url));
    }

    private static String target(String url) {
        int question = url.indexOf('?');
        return url.substring(PREFIX.length(), question < 0 ? url.length() : question);
    }

    /** Reads it.
     *
     * @throws IllegalArgumentException with what is wrong, and what would be right
     */
    static ConnectionUrl parse(String url, Properties properties) {
        if (!accepts(url)) throw new IllegalArgumentException("'" + url + "' does not begin with " + PREFIX);
        int question = url.indexOf('?');
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String name : properties.stringPropertyNames()) {
            parameters.put(Parameters.checked(name), properties.getProperty(name));
        }
        if (question >= 0) addAll(url.substring(question + 1), parameters);
        return new ConnectionUrl(url, Target.parse(target(url)), parameters);
    }

    private static void addAll(String text, Map<String, String> parameters) {
        for (String parameter : text.split("&", -1)) {
            if (parameter.isEmpty()) continue;
            int equals = parameter.indexOf('=');
            String name = decoded(equals < 0 ? parameter : parameter.substring(0, equals));
            String value = equals < 0 ? "" : decoded(parameter.substring(equals + 1));
            parameters.put(Parameters.checked(name), value);
        }
    }

    private static String decoded(String text) {
        try {
            // A plus sign stays a plus sign, as in pgjdbc's URLs.
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("'" + text + "' has a % that is not followed by two hex digits", e);
        }
    }
}
