package dev.pglitej.internal.options;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/**
 * The version of PGliteJ, as the build has written it. Immutable.
 *
 * @param text such as 1.2.3 or 1.2.3-SNAPSHOT
 */
public record BuildVersion(String text) {
    /** Read by {@link #current}, and by tools that look into the jar. */
    public static final String RESOURCE = "META-INF/pglitej/version.properties";

    /** The version of this build. */
    public static BuildVersion current() {
        Properties properties = new Properties();
        try (InputStream in = BuildVersion.class.getResourceAsStream("/" + RESOURCE)) {
            if (in == null) throw new IllegalStateException("resource " + RESOURCE + " is missing from this build");
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException("could not read the version", e);
        }
        return new BuildVersion(properties.getProperty("version", "unknown"));
    }

    /** The first number of the version. */
    public int major() {
        return number(0);
    }

    /** The second number of the version, 0 if there is none. */
    public int minor() {
        return number(1);
    }

    private int number(int place) {
        String[] numbers = text.split("[.-]", -1);
        return place < numbers.length && numbers[place].matches("[0-9]{1,9}") ? Integer.parseInt(numbers[place]) : 0;
    }
}
