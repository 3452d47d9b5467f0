package dev.pglitej.junit;

import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads what migrations consist of, from files and from the class path. */
final class Contents {
    private static final String CLASS_PATH = "classpath:";
    private static final String FILE_SYSTEM = "filesystem:";

    private Contents() {}

    /** The class loader of the tests. */
    static ClassLoader loader() {
        @Nullable ClassLoader context = Thread.currentThread().getContextClassLoader();
        return context == null ? Contents.class.getClassLoader() : context;
    }

    /**
     * What a script says.
     *
     * @param location a file, or {@code classpath:} and a name
     */
    static byte[] of(String location) throws IOException {
        if (!location.startsWith(CLASS_PATH)) return read(Path.of(location), location);
        try (InputStream stream = loader().getResourceAsStream(name(location))) {
            if (stream == null) throw new IOException("script " + location + " is not on the class path");
            return stream.readAllBytes();
        }
    }

    private static byte[] read(Path file, String location) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new IOException(
                    "script " + location + " is not a file in " + Path.of("").toAbsolutePath()
                            + "; a resource of the class path is written as " + CLASS_PATH + "NAME");
        }
        return Files.readAllBytes(file);
    }

    /**
     * Adds all that is in one of Flyway's locations, in the folders below it as well, by name and content. Of a location with wildcards
     * that is what is below the part before them; one that is neither of the class path nor of the file system (a bucket of a cloud) is
     * its name alone.
     */
    static void addAll(String location, Fingerprint to) throws IOException {
        String fixed = withoutWildcards(location);
        Map<String, byte[]> files = new TreeMap<>();
        if (fixed.startsWith(FILE_SYSTEM)) {
            addDirectory(Path.of(fixed.substring(FILE_SYSTEM.length())), files);
        } else if (fixed.startsWith(CLASS_PATH) || !fixed.contains(":")) {
            addFolder(name(fixed), files);
        } else {
            to.add(location);
            return;
        }
        if (files.isEmpty()) throw new IOException("there are no migrations in " + location);
        files.forEach((name, content) -> {
            to.add(name);
            to.add(content);
        });
    }

    private static String withoutWildcards(String location) {
        int wildcard = Stream.of('*', '?')
                .mapToInt(location::indexOf)
                .filter(index -> index >= 0)
                .min()
                .orElse(-1);
        return wildcard < 0 ? location : location.substring(0, location.lastIndexOf('/', wildcard) + 1);
    }

    private static String name(String location) {
        String name = location.startsWith(CLASS_PATH) ? location.substring(CLASS_PATH.length()) : location;
        return name.startsWith("/") ? name.substring(1) : name;
    }

    private static void addFolder(String folder, Map<String, byte[]> files) throws IOException {
        for (URL url : Collections.list(loader().getResources(folder))) {
            if (url.getProtocol().equals("file")) {
                addDirectory(Path.of(uri(url)), files);
            } else if (url.openConnection() instanceof JarURLConnection connection) {
                connection.setUseCaches(false);
                try (JarFile jar = connection.getJarFile()) {
                    addEntries(jar, String.valueOf(connection.getEntryName()), files);
                }
            } else {
                throw new IOException("the migrations in " + url + " cannot be listed; run them in a callback");
            }
        }
    }

    private static URI uri(URL url) throws IOException {
        try {
            return url.toURI();
        } catch (URISyntaxException e) {
            throw new IOException("the class path has " + url + ", which is not a URI", e);
        }
    }

    private static void addDirectory(Path directory, Map<String, byte[]> files) throws IOException {
        if (!Files.isDirectory(directory)) return;
        List<Path> paths;
        try (Stream<Path> all = Files.walk(directory)) {
            paths = all.filter(Files::isRegularFile).collect(Collectors.toList());
        }
        for (Path path : paths) files.put(directory.relativize(path).toString(), Files.readAllBytes(path));
    }

    private static void addEntries(JarFile jar, String folder, Map<String, byte[]> files) throws IOException {
        String prefix = folder.endsWith("/") ? folder : folder + "/";
        for (JarEntry entry : Collections.list(jar.entries())) {
            if (entry.isDirectory() || !entry.getName().startsWith(prefix)) continue;
            try (InputStream stream = jar.getInputStream(entry)) {
                files.put(entry.getName().substring(prefix.length()), stream.readAllBytes());
            }
        }
    }
}
