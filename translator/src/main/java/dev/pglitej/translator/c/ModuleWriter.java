package dev.pglitej.translator.c;

import dev.pglitej.translator.wasm.Function;
import dev.pglitej.translator.wasm.Segment;
import dev.pglitej.translator.wasm.WasmFile;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.stream.IntStream;

/** Writes all files of a module, as texts. */
public final class ModuleWriter {
    private final CModule module;
    private final List<List<Function>> shards;

    /**
     * Prepares for writing a module.
     *
     * @param shards the module's functions, part by part
     */
    public ModuleWriter(String name, WasmFile file, Directives directives, List<List<Function>> shards) {
        this.module = new CModule(name, file, directives);
        this.shards = shards;
    }

    public String header() {
        return new HeaderWriter(module).write();
    }

    /** The files with the functions' bodies, in the order of the shards. */
    public List<String> shards() {
        FunctionWriter functions = new FunctionWriter(module);
        return IntStream.range(0, shards.size())
                .parallel()
                .mapToObj(i -> shard(functions, shards.get(i)))
                .toList();
    }

    private String shard(FunctionWriter writer, List<Function> functions) {
        Lines out = new Lines();
        out.add("/* Functions %d to %d of %s. Generated; do not edit. */"
                .formatted(
                        functions.get(0).index(),
                        functions.get(functions.size() - 1).index(),
                        module.name()));
        out.add("#include \"%s.h\"".formatted(module.name()));
        functions.forEach(function -> writer.write(function, out));
        return out.toString();
    }

    public String descriptor() {
        return new DescriptorWriter(module).write();
    }

    /** Assembler source that includes the file with {@link #data}. */
    public String dataSource(String dataFile) {
        return """
                /* The data segments of %1$s, one behind the other. Generated; do not edit. */
                    .section .rodata
                    .balign 16
                    .globl %2$s
                    .hidden %2$s
                %2$s:
                    .incbin "%3$s"
                    .section .note.GNU-stack,"",%%progbits
                """.formatted(module.name(), module.dataSymbol(), dataFile);
    }

    public byte[] data() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (Segment.OfData segment : module.file().data()) bytes.writeBytes(segment.bytes());
        return bytes.toByteArray();
    }
}
