package dev.pglitej.junit;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A hash of all that a configuration consists of. Confined to one thread. */
// RATIONALE: "Why does the content of migrations count, and not their names?"
final class Fingerprint {
    private final MessageDigest digest;

    Fingerprint() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JVM lacks SHA-256, which every Java has to have", e);
        }
    }

    /** With its length, so that nothing can move from one content to the next. */
    void add(byte[] content) {
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(content.length).flip());
        digest.update(content);
    }

    void add(String text) {
        add(text.getBytes(StandardCharsets.UTF_8));
    }

    String value() {
        return HexFormat.of().formatHex(digest.digest());
    }
}
