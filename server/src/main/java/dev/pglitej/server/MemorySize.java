package dev.pglitej.server;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Amounts of memory as people write them: {@code 512MB}, {@code 1g}, {@code 65536}. Stateless. */
final class MemorySize {
    private static final Pattern FORM = Pattern.compile("([0-9]{1,15})\\s*([kmgt]?)(i?b)?");
    private static final String UNITS = "kmgt";
    private static final int BITS_A_UNIT = 10;

    private MemorySize() {}

    /** The number of bytes; the option is for the message when it is none. */
    static long parse(String option, String value) {
        Matcher form = FORM.matcher(value.toLowerCase(Locale.ROOT));
        if (form.matches()) {
            long number = Long.parseLong(form.group(1));
            int shift = form.group(2).isEmpty() ? 0 : BITS_A_UNIT * (1 + UNITS.indexOf(form.group(2)));
            if (number > 0 && number <= Long.MAX_VALUE >> shift) {
                return number << shift;
            }
        }
        throw new UsageException(option + " " + value + " is not an amount of memory; write it as 512MB or 1GB");
    }
}
