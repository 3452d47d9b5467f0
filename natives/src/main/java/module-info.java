/** PostgreSQL's native libraries: resources alone. */
module dev.pglitej.natives {
    requires dev.pglitej.engine;

    provides dev.pglitej.resources.ResourceModule with
            dev.pglitej.internal.natives.Natives;
}
