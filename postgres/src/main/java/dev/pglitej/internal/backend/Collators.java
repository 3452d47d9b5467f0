package dev.pglitej.internal.backend;

import dev.pglitej.internal.engine.HostCall;
import dev.pglitej.internal.engine.Imports;
import dev.pglitej.internal.kernel.process.Process;
import dev.pglitej.internal.pg.GuestErrors;

/** What a process asks before ICU sorts by the rules of a language. Confined to the process's thread. */
// RATIONALE: "What happens if the rules of a language are missing?"
final class Collators {
    /** {@code UCollator *pg_ucol_open(const char *loc_str)}. */
    static final String OPEN = "pg_ucol_open";

    /** {@code char *get_collation_actual_version(char collprovider, const char *collcollate)}. */
    private static final String VERSION = "get_collation_actual_version";

    private final Process process;

    Collators(Process process) {
        this.process = process;
    }

    /** Raises an error if the rules are missing. */
    long open(HostCall call) {
        String locale = call.memory().cString(call.i32(0));
        if (areRulesMissingFor(locale)) {
            GuestErrors.raise(
                    call.guest(),
                    GuestErrors.FEATURE_NOT_SUPPORTED,
                    "could not open collator for locale \"" + locale
                            + "\": the rules of its language are not installed",
                    "Add the dependency " + LanguageRules.ARTIFACT + ".");
        }
        return call.proceed();
    }

    private boolean areRulesMissingFor(String locale) {
        return LanguageRules.areMissingFor(locale, process.files());
    }

    private long version(HostCall call) {
        boolean isIcu = call.i32(0) == 'i';
        return isIcu && areRulesMissingFor(call.memory().cString(call.i32(1))) ? 0 : call.proceed();
    }

    /**
     * The imports of postgres as initdb runs it. It creates the collations of all languages, whether their rules are there or not; those
     * without rules have no version.
     */
    Imports addedTo(Imports others) {
        return type -> {
            if (!type.isHook()) return others.resolve(type);
            return switch (type.name()) {
                case OPEN -> this::open;
                case VERSION -> this::version;
                default -> others.resolve(type);
            };
        };
    }
}
