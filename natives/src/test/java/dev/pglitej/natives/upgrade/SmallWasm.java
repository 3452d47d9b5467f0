package dev.pglitej.natives.upgrade;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** A module that does nothing: one function, exported under some names, and a text. Stateless. */
final class SmallWasm {
    private static final byte[] BEGINNING = {0, 'a', 's', 'm', 1, 0, 0, 0};
    private static final byte[] TYPE = {1, 0x60, 0, 0};
    private static final byte[] FUNCTION = {1, 0};
    private static final byte[] CODE = {1, 2, 0, 0x0b};

    private SmallWasm() {}

    /** All lengths have to be less than 128, as one byte holds them. */
    static byte[] with(String text, String... exports) {
        ByteArrayOutputStream wasm = new ByteArrayOutputStream();
        wasm.writeBytes(BEGINNING);
        section(wasm, 1, TYPE);
        section(wasm, 3, FUNCTION);
        ByteArrayOutputStream table = new ByteArrayOutputStream();
        table.write(exports.length);
        for (String name : exports) {
            name(table, name);
            table.write(0);
            table.write(0);
        }
        section(wasm, 7, table.toByteArray());
        section(wasm, 10, CODE);
        ByteArrayOutputStream custom = new ByteArrayOutputStream();
        name(custom, "text");
        custom.writeBytes(text.getBytes(StandardCharsets.UTF_8));
        section(wasm, 0, custom.toByteArray());
        return wasm.toByteArray();
    }

    private static void name(ByteArrayOutputStream out, String name) {
        out.write(name.length());
        out.writeBytes(name.getBytes(StandardCharsets.UTF_8));
    }

    private static void section(ByteArrayOutputStream wasm, int id, byte[] content) {
        if (content.length > 127) throw new IllegalArgumentException("too long: section " + id);
        wasm.write(id);
        wasm.write(content.length);
        wasm.writeBytes(content);
    }
}
