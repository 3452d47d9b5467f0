package dev.pglitej.api;

/** The library that sorts and classifies characters in a database (initdb's {@code --locale-provider}). */
public enum LocaleProvider {
    /** PGlite's C library, which knows {@code C} and {@code C.UTF-8}. */
    LIBC("locale"),

    /** PostgreSQL itself, which knows {@code C}, {@code C.UTF-8} and {@code PG_UNICODE_FAST}. */
    BUILTIN("builtin-locale"),

    /**
     * ICU, which sorts by Unicode's root rules ({@code und}), with options ({@code und-u-ks-level2}), or by the rules of a language
     * ({@code sv}). Most languages' rules are in the artifact pglitej-icu; without it, opening the database fails.
     */
    ICU("icu-locale");

    private final String option;

    LocaleProvider(String option) {
        this.option = option;
    }

    /** initdb's option for the locale. */
    public String option() {
        return option;
    }
}
