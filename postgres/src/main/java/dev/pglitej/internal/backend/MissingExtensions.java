package dev.pglitej.internal.backend;

import dev.pglitej.internal.engine.HostCall;
import dev.pglitej.internal.engine.HostFunction;
import dev.pglitej.internal.engine.ImportType;
import dev.pglitej.internal.engine.Imports;
import dev.pglitej.internal.install.Extensions;
import dev.pglitej.internal.kernel.Errno;
import dev.pglitej.internal.pg.GuestErrors;
import dev.pglitej.internal.pg.SettingText;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A process's imports, which name the artifact of an extension that is not on the class path. Confined to the process's thread.
 *
 * <p>PostgreSQL asks stat(2) for an extension's control file (find_extension_control_filename in extension.c), and for nothing else there
 * unless a superuser calls pg_stat_file with this path. The error is the one that PostgreSQL would raise for the result of that call; only
 * the hint differs. If extension_control_path has been changed, other directories may have the file, and PostgreSQL raises its own error.
 */
// RATIONALE: "How do extensions get into a database?"
final class MissingExtensions implements Imports {
    private static final Pattern CONTROL = Pattern.compile("/pglite/share/postgresql/extension/([^/]+)\\.control");
    private static final String PATH_SETTING = "extension_control_path";
    private static final String DEFAULT_PATH = "$system";

    private final Imports others;

    MissingExtensions(Imports others) {
        this.others = others;
    }

    @Override
    public HostFunction resolve(ImportType type) {
        HostFunction function = others.resolve(type);
        return type.name().equals("__syscall_stat64") ? call -> stat(function, call) : function;
    }

    /** (path, result). */
    private static long stat(HostFunction function, HostCall call) {
        long result = function.call(call);
        if ((int) result == -Errno.ENOENT.number()) explain(call);
        return result;
    }

    /** Does not return if PostgreSQL looks for an extension that an artifact has. */
    private static void explain(HostCall call) {
        Matcher control = CONTROL.matcher(call.memory().cString(call.i32(0)));
        if (!control.matches()) return;
        String extension = control.group(1);
        Extensions.artifact(extension)
                .filter(artifact -> SettingText.of(call.guest(), PATH_SETTING).equals(DEFAULT_PATH))
                .ifPresent(artifact -> GuestErrors.raise(
                        call.guest(),
                        GuestErrors.FEATURE_NOT_SUPPORTED,
                        "extension \"" + extension + "\" is not available",
                        "The extension is in the artifact " + artifact
                                + ": add it to the class path of the program that opens the database."));
    }
}
