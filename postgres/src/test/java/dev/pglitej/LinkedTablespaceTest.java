package dev.pglitej;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Tablespaces somewhere else in the data directory, to which symbolic links lead. */
final class LinkedTablespaceTest extends TablespacesContract {
    @Override
    String location(@Nullable Path data) throws IOException {
        // No directory can be made by SQL; this one is empty unless there are prepared transactions.
        if (data == null) return "/pglite/data/pg_twophase";
        Files.createDirectories(data.resolve("some/where"));
        return "/pglite/data/some/where";
    }
}
