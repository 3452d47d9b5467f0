package dev.pglitej;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Tablespaces that PostgreSQL puts into pg_tblspc itself. */
final class InPlaceTablespaceTest extends TablespacesContract {
    @Override
    String location(@Nullable Path data) {
        return "";
    }
}
