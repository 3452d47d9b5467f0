/** PostgreSQL's native libraries: resources alone. */
module dev.pglitej.natives {
    requires dev.pglitej.engine;

    provides dev.pglitej.internal.engine.nativelib.ResourceModule with
            dev.pglitej.internal.natives.Natives;
}
