package dev.pglitej.natives.upgrade;

import dev.pglitej.natives.tools.BuildException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a binary says that it is, in what {@code select version()} answers.
 *
 * @param postgres such as 18.1
 * @param pglite such as 0.5.1
 */
record BinaryVersion(String postgres, String pglite) {
    private static final Pattern TEXT =
            Pattern.compile("PostgreSQL (\\d+\\.\\d+) \\(PGlite (\\d+\\.\\d+\\.\\d+)\\) on ");

    static BinaryVersion of(byte[] wasm) {
        Matcher matcher = TEXT.matcher(new String(wasm, StandardCharsets.ISO_8859_1));
        List<MatchResult> found = matcher.results().toList();
        if (found.size() != 1) {
            throw new BuildException(
                    "the binary should have one text like \"PostgreSQL 18.1 (PGlite 0.5.1) on …\", and has "
                            + found.stream().map(MatchResult::group).toList());
        }
        return new BinaryVersion(found.get(0).group(1), found.get(0).group(2));
    }
}
