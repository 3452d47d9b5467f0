package dev.pglitej.internal.options;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads amounts of memory: {@code 512MB}, {@code 1g}, {@code 64KiB}, {@code 65536}. Stateless. */
public final class MemorySize {
    private static final Pattern FORM = Pattern.compile("([0-9]{1,15})\\s*([kmgt]?)(i?b)?");
    private static final String UNITS = "kmgt";
    private static final int BITS_A_UNIT = 10;

    private MemorySize() {}

    /**
     * The number of bytes. Units are powers of 1024, and their case does not matter.
     *
     * @param name of the option, for the message
     * @throws IllegalArgumentException if the text is not a size, is 0, or does not fit into a long
     */
    public static long parse(String name, String text) {
        Matcher form = FORM.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (form.matches()) {
            long number = Long.parseLong(form.group(1));
            int shift = form.group(2).isEmpty() ? 0 : BITS_A_UNIT * (1 + UNITS.indexOf(form.group(2)));
            if (number > 0 && number <= Long.MAX_VALUE >> shift) return number << shift;
        }
        throw new IllegalArgumentException(name + " is '" + text + "', but must be a size such as 512MB");
    }
}
