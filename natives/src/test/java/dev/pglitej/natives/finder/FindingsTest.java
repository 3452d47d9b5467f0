package dev.pglitej.natives.finder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The finder on the binary that PGliteJ is built from. What it finds there is recorded, for a person to review: every binary has other
 * numbers, and {@code -Dpglitej.record=true} writes them.
 */
class FindingsTest {
    private static final Path RECORDED = Path.of("src/test/resources/dev/pglitej/natives/finder/findings.txt");
    private static final Path WASM = Path.of("node_modules/@electric-sql/pglite/dist/pglite.wasm");

    private static byte[] wasm = new byte[0];

    @BeforeAll
    static void readBinary() throws IOException {
        assumeTrue(Files.exists(WASM), () -> WASM + " is missing; run npm ci in natives/, as its build does");
        wasm = Files.readAllBytes(WASM);
    }

    @Test
    void whatIsFoundInThePublishedBinaryIsWhatIsRecorded() throws IOException {
        Findings findings = Findings.in(wasm);

        String found = findings.directives()
                + findings.symbols().replaceAll("(?m)^", "symbol ").replaceFirst("symbol $", "");
        if (Boolean.getBoolean("pglitej.record")) Files.writeString(RECORDED, found);
        assertThat(found).isEqualTo(Files.readString(RECORDED));
    }

    @Test
    void aFunctionThatLostItsNameIsReportedWithItsEvidence() {
        byte[] other = replaced(wasm, "\0InitProcess\0", "\0InitQrocess\0");

        assertThatThrownBy(() -> Findings.in(other))
                .isInstanceOf(FinderException.class)
                .hasMessageContaining("cannot find InitProcess")
                .hasMessageContaining("reports errors as \"InitProcess\"")
                .hasMessageContaining("found nothing");
    }

    @Test
    void anExportThatIsMissingIsReportedByName() {
        byte[] other = replaced(wasm, "pqsignal_be", "pqsignal_bf");

        assertThatThrownBy(() -> Findings.in(other))
                .isInstanceOf(FinderException.class)
                .hasMessage("the binary does not export the function pqsignal_be");
    }

    private static byte[] replaced(byte[] bytes, String from, String to) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        assertThat(text).contains(from);
        return text.replace(from, to).getBytes(StandardCharsets.ISO_8859_1);
    }
}
