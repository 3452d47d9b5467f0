package dev.pglitej.internal.image;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The SHA-256 of resources on a class path: the same whether they are in jars or in directories. Immutable. */
record ClassPathHash(String hex) {

    /** @param isIncluded which resources count; a resource with its hash beside it counts by that hash */
    static ClassPathHash of(String classPath, Predicate<String> isIncluded) throws IOException {
        Map<String, byte[]> hashes = new TreeMap<>();
        for (String entry : classPath.split(File.pathSeparator, -1)) {
            Path path = Path.of(entry);
            if (Files.isDirectory(path)) {
                addTree(path, isIncluded, hashes);
            } else if (Files.exists(path)) {
                try (FileSystem jar = FileSystems.newFileSystem(path)) {
                    addTree(jar.getPath("/"), isIncluded, hashes);
                }
            }
        }
        MessageDigest all = sha256();
        hashes.forEach((name, hash) -> {
            byte[] text = name.getBytes(UTF_8);
            all.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, text.length));
            all.update(text);
            all.update(hash);
        });
        return new ClassPathHash(HexFormat.of().formatHex(all.digest()));
    }

    private static void addTree(Path root, Predicate<String> isIncluded, Map<String, byte[]> hashes)
            throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String name = root.relativize(file).toString().replace(File.separatorChar, '/');
                boolean isHashed = Files.exists(file.resolveSibling(file.getFileName() + ".sha256"));
                if (isIncluded.test(name) && !isHashed) hashes.putIfAbsent(name, digest(file));
            }
        }
    }

    /** The SHA-256 of a file. */
    static String ofFile(Path file) throws IOException {
        return HexFormat.of().formatHex(digest(file));
    }

    private static byte[] digest(Path file) throws IOException {
        return sha256().digest(Files.readAllBytes(file));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
