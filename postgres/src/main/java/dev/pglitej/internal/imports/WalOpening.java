package dev.pglitej.internal.imports;

import dev.pglitej.internal.engine.HostCall;
import dev.pglitej.internal.engine.HostFunction;
import dev.pglitej.internal.engine.ImportType;
import dev.pglitej.internal.engine.Imports;
import dev.pglitej.internal.pg.WalSegment;
import java.util.function.Consumer;

/** A process's imports, which report each segment of the write-ahead log that it opens. Confined to the process's thread. */
public final class WalOpening implements Imports {
    private final Imports others;
    private final Consumer<WalSegment> opened;

    public WalOpening(Imports others, Consumer<WalSegment> opened) {
        this.others = others;
        this.opened = opened;
    }

    @Override
    public HostFunction resolve(ImportType type) {
        HostFunction function = others.resolve(type);
        return type.name().equals("__syscall_openat") ? call -> openat(function, call) : function;
    }

    /** (directory, path, flags, mode). */
    private long openat(HostFunction function, HostCall call) {
        long descriptor = function.call(call);
        if (descriptor >= 0) WalSegment.of(call.memory().cString(call.i32(1))).ifPresent(opened);
        return descriptor;
    }
}
