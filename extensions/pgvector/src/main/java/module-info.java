/** The extension vector: resources alone. */
module dev.pglitej.pgvector {
    requires dev.pglitej.engine;

    provides dev.pglitej.internal.engine.nativelib.ResourceModule with
            dev.pglitej.internal.pgvector.Pgvector;
}
