/** The rules by which ICU sorts languages: resources alone. */
module dev.pglitej.icu {
    requires dev.pglitej.engine;

    provides dev.pglitej.resources.ResourceModule with
            dev.pglitej.internal.icu.Icu;
}
