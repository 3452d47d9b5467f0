package dev.pglitej.conformance.replication;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/**
 * Reads messages of pgoutput as PostgreSQL's documentation describes them, and writes each as a line of text without what differs from
 * server to server: places in the log, times, numbers of transactions, and numbers of tables and types, for which names stand. Every byte
 * of a message must have been understood. Confined to one thread.
 */
final class MessageReader {
    private static final int FIRST_OF_USERS = 16384;

    private final Map<Integer, String> relations = new HashMap<>();
    private final Map<Integer, String> types = new HashMap<>();
    private boolean isStreaming;
    private ByteBuffer in = ByteBuffer.allocate(0);

    /** Whether an abort of a streamed transaction says where and when it was. */
    private final boolean hasAbortInformation;

    MessageReader(boolean hasAbortInformation) {
        this.hasAbortInformation = hasAbortInformation;
    }

    String read(byte[] message) {
        in = ByteBuffer.wrap(message);
        char kind = (char) in.get();
        String line = kind + " " + body(kind);
        if (in.hasRemaining()) throw new AssertionError(in.remaining() + " bytes are left behind " + line);
        return line.strip();
    }

    private String body(char kind) {
        return switch (kind) {
            case 'B' -> skipped(8 + 8 + 4);
            case 'C' -> flags() + skipped(8 + 8 + 8);
            case 'O' -> skipped(8) + string();
            case 'R' -> xid() + relation();
            case 'Y' -> xid() + type();
            case 'I' -> xid() + table() + row();
            case 'U', 'D' -> xid() + table() + rows();
            case 'T' -> xid() + truncated();
            case 'M' -> xid() + "flags " + in.get() + skipped(8) + " " + string() + " " + bytes();
            case 'b' -> skipped(8 + 8 + 8 + 4) + string();
            case 'P', 'K', 'p' -> flags() + skipped(8 + 8 + 8 + 4) + string();
            case 'r' -> flags() + skipped(8 + 8 + 8 + 8 + 4) + string();
            case 'S' -> begin() + "first " + in.get();
            case 'E' -> end();
            case 'c' -> skipped(4) + flags() + skipped(8 + 8 + 8);
            case 'A' -> skipped(4 + 4) + (hasAbortInformation ? skipped(8 + 8) : "");
            default -> throw new AssertionError("message of the unknown kind " + kind);
        };
    }

    private String begin() {
        isStreaming = true;
        return skipped(4);
    }

    private String end() {
        isStreaming = false;
        return "";
    }

    private String xid() {
        return isStreaming ? skipped(4) : "";
    }

    private String flags() {
        return "flags " + in.get() + " ";
    }

    private String skipped(int bytes) {
        in.position(in.position() + bytes);
        return "";
    }

    private String relation() {
        int oid = in.getInt();
        String name = string() + "." + string();
        relations.put(oid, name);
        StringBuilder line = new StringBuilder(name + " identity " + (char) in.get());
        int columns = in.getShort();
        for (int i = 0; i < columns; i++) {
            line.append(", ")
                    .append(in.get() == 0 ? "" : "key ")
                    .append(string())
                    .append(' ')
                    .append(typeName(in.getInt()));
            line.append(' ').append(in.getInt());
        }
        return line.toString();
    }

    private String type() {
        int oid = in.getInt();
        String name = string() + "." + string();
        types.put(oid, name);
        return name;
    }

    private String typeName(int oid) {
        return oid < FIRST_OF_USERS ? "type " + oid : types.getOrDefault(oid, "type not announced");
    }

    private String table() {
        return relations.getOrDefault(in.getInt(), "table not announced");
    }

    private String rows() {
        StringBuilder line = new StringBuilder();
        while (in.hasRemaining()) line.append(row());
        return line.toString();
    }

    private String row() {
        StringBuilder line = new StringBuilder(" " + (char) in.get() + "(");
        int columns = in.getShort();
        for (int i = 0; i < columns; i++) line.append(i == 0 ? "" : ", ").append(column());
        return line.append(')').toString();
    }

    private String column() {
        char kind = (char) in.get();
        return switch (kind) {
            case 'n', 'u' -> String.valueOf(kind);
            case 't' -> new String(block(), StandardCharsets.UTF_8);
            case 'b' -> "0x" + HexFormat.of().formatHex(block());
            default -> throw new AssertionError("column of the unknown kind " + kind);
        };
    }

    private String truncated() {
        int count = in.getInt();
        StringBuilder line = new StringBuilder("flags " + in.get());
        for (int i = 0; i < count; i++) line.append(' ').append(table());
        return line.toString();
    }

    private String bytes() {
        return new String(block(), StandardCharsets.UTF_8);
    }

    private byte[] block() {
        byte[] block = new byte[in.getInt()];
        in.get(block);
        return block;
    }

    private String string() {
        StringBuilder text = new StringBuilder();
        for (byte b = in.get(); b != 0; b = in.get()) text.append((char) b);
        return text.toString();
    }
}
