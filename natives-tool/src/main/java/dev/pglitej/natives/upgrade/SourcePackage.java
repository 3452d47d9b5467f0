package dev.pglitej.natives.upgrade;

import dev.pglitej.natives.tools.BuildException;
import dev.pglitej.natives.upgrade.Pin.Product;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Published sources of PostgreSQL.
 *
 * @param version empty where there are none
 * @param sha256 of the archive
 */
record SourcePackage(String version, String sha256) {
    private static final String FILE = "conformance/regression-sources";
    private static final Pattern HASH = Pattern.compile("(?m)^sha256=[0-9a-f]{64}$");
    private static final Pattern LINE = Pattern.compile("(\\d+\\.\\d+) ([0-9a-f]{64})\\s*");

    /** Reads what {@code regression-sources --available} has printed. */
    static SourcePackage parse(String line) {
        Matcher matcher = LINE.matcher(line);
        return matcher.matches() ? new SourcePackage(matcher.group(1), matcher.group(2)) : new SourcePackage("", "");
    }

    /** Has the regression tests taken from here. */
    void pin(Path root) throws IOException {
        new Pins(root).move(Product.SOURCES, version);
        Path script = root.resolve(FILE);
        String text = Files.readString(script);
        if (HASH.matcher(text).results().count() != 1) {
            throw new BuildException(script + " should have one line that begins with sha256= and is a hash");
        }
        Files.writeString(script, HASH.matcher(text).replaceFirst("sha256=" + sha256));
    }
}
