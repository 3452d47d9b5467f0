package dev.pglitej.internal.imports;

import dev.pglitej.internal.engine.HostCall;
import dev.pglitej.internal.engine.HostFunction;
import dev.pglitej.internal.engine.ImportType;
import dev.pglitej.internal.engine.Imports;
import java.util.function.Consumer;

/**
 * The first process's imports, which report when it begins to read the catalogs: it opens the file of shared catalogs
 * (RelationCacheInitializePhase2 in relcache.c). At that point recovery is over, and the process has not looked for its database and its
 * user yet. Confined to the process's thread.
 */
public final class CatalogReading implements Imports {
    private static final String SHARED_CATALOGS = "global/pg_internal.init";

    private final Imports others;
    private final Consumer<HostCall> begins;

    /** @param begins called on the process's thread, before the file is opened */
    public CatalogReading(Imports others, Consumer<HostCall> begins) {
        this.others = others;
        this.begins = begins;
    }

    @Override
    public HostFunction resolve(ImportType type) {
        HostFunction function = others.resolve(type);
        return type.name().equals("__syscall_openat") ? call -> openat(function, call) : function;
    }

    /** (directory, path, flags, mode). */
    private long openat(HostFunction function, HostCall call) {
        if (call.memory().cString(call.i32(1)).equals(SHARED_CATALOGS)) begins.accept(call);
        return function.call(call);
    }
}
