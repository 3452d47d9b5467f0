package dev.pglitej.natives.finder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The finder on the binary that PGliteJ is built from. What it finds there is recorded, for a person to review: every binary has other
 * numbers, and {@code -Dpglitej.record=true} writes them.
 */
class FindingsTest {
    private static final Path RECORDED = Path.of("src/test/resources/dev/pglitej/natives/finder/findings.txt");
    private static final Path WASM = Path.of("node_modules/@electric-sql/pglite/dist/pglite.wasm");

    /** local.get 0, i32.const 1, i32.store 0; local.get 0, i32.load 4, i32.eqz. */
    private static final String SET_LATCH = " \u0000A\u00016\u0002\u0000 \u0000(\u0002\u0004E";

    /** In LWLockAcquire: local.get 6, i32.load 12, drop; local 4++; local.get 6, i32.load8_u 74, br_if 0, end. */
    private static final String SEMAPHORE_LOCK =
            " \u0006(\u0002\f\u001a \u0004\"\u0002A\u0001j!\u0004 \u0006-\u0000J\r\u0000\u000b";

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
                + findings.symbols().replaceAll("(?m)^", "symbol ").replaceFirst("symbol $", "")
                + findings.structs().entrySet().stream()
                        .map(field -> "struct " + field.getKey() + "=" + field.getValue() + "\n")
                        .collect(Collectors.joining());
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
    void aWaitForALockThatReadsAnotherByteIsReported() {
        byte[] other = replaced(wasm, SEMAPHORE_LOCK, SEMAPHORE_LOCK.replace("J\r", "K\r"));

        assertThatThrownBy(() -> Findings.in(other))
                .isInstanceOf(FinderException.class)
                .hasMessageContaining("cannot trust the find of PGSemaphoreLock")
                .hasMessageContaining("three loops that read lwWaiting");
    }

    @Test
    void aWaitForALockThatDoesMoreThanCountIsReported() {
        // The addition becomes a division, which may trap.
        byte[] other = replaced(wasm, SEMAPHORE_LOCK, SEMAPHORE_LOCK.replace("j!", "n!"));

        assertThatThrownBy(() -> Findings.in(other))
                .isInstanceOf(FinderException.class)
                .hasMessageContaining("cannot find PGSemaphoreLock in function")
                .hasMessageContaining("found nothing");
    }

    @Test
    void aStructThatIsUsedInAnotherWayIsReportedByItsField() {
        // SetLatch: latch->is_set = 1; if (!latch->maybe_sleeping). The second offset, 4, becomes 8.
        byte[] other = replaced(wasm, SET_LATCH, SET_LATCH.replace("\u0004E", "\u0008E"));

        assertThat(Findings.in(other).structs())
                .containsEntry("Latch.is_set", 0)
                .containsEntry("Latch.maybe_sleeping", 8);
    }

    @Test
    void aStructThatIsNotUsedAsItWasIsReportedWithItsFunction() {
        // The constant that is stored becomes 2.
        byte[] other = replaced(wasm, SET_LATCH, SET_LATCH.replace("A\u0001", "A\u0002"));

        assertThatThrownBy(() -> Findings.in(other))
                .isInstanceOf(FinderException.class)
                .hasMessageContaining("cannot find Latch.is_set")
                .hasMessageContaining("how the field is used in function")
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
