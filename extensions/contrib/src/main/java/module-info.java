/** PostgreSQL's own extensions: resources alone. */
module dev.pglitej.contrib {
    requires dev.pglitej.engine;

    provides dev.pglitej.internal.engine.nativelib.ResourceModule with
            dev.pglitej.internal.contrib.Contrib;
}
