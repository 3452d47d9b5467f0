package dev.pglitej.natives.finder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The finder on the binary that PGliteJ is built from. The numbers hold for PGlite 0.5.16 alone. */
class FindingsTest {
    private static final Path WASM = Path.of("node_modules/@electric-sql/pglite/dist/pglite.wasm");

    private static byte[] wasm = new byte[0];

    @BeforeAll
    static void readBinary() throws IOException {
        assumeTrue(Files.exists(WASM), () -> WASM + " is missing; run npm ci in natives/, as its build does");
        wasm = Files.readAllBytes(WASM);
    }

    @Test
    void theFunctionsAndVariablesOfThePublishedBinaryAreFound() {
        Findings findings = Findings.in(wasm);

        assertThat(findings.directives()).isEqualTo(DIRECTIVES);
        assertThat(findings.addresses()).containsAllEntriesOf(ADDRESSES);
        assertThat(findings.symbols())
                .contains("\ntable.ShutdownXLOG=1431\n", "\ntable.pgstat_before_server_shutdown=1419\n")
                .contains("\nerrno=2968596\n");
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

    private static final String DIRECTIVES = """
            hook #5692 InitProcess :
            hook #5573 WaitEventSetWait iiiii:i
            hook #13473 kill ii:i
            hook #4564 RequestCheckpoint i:
            hook #5469 PostmasterIsAliveInternal :i
            hook #10407 MemoryContextAllocationFailure iii:i
            hook ProcessInterrupts
            hook pg_usleep
            hook mmap
            hook dsm_create
            export #4529 AutoVacLauncherMain ii:
            export #4537 AutoVacWorkerMain ii:
            export #5783 BackendMain ii:
            export #4547 BackgroundWorkerMain ii:
            export #4558 BackgroundWriterMain ii:
            export #4559 CheckpointerMain ii:
            export #4583 InitProcessGlobals :
            export #10086 InitStandaloneProcess i:
            export #5567 InitializeWaitEventSupport :
            export #10402 MemoryContextStats i:
            export #5828 PostgresMain ii:
            export #5461 SetLatch i:
            export #4627 WalWriterMain ii:
            export #3610 load_hba :i
            export #3614 load_ident :i
            export #5442 proc_exit i:
            export #13524 raise i:i
            constant #5442 42 host_pid
            constant #5693 42 host_pid
            constant #5695 42 host_pid
            constant #10910 42 host_pid
            constant #13473 42 host_pid
            constant #13434 42 host_pid
            stack #10296 2879780
            stack #10297 2879780
            """;

    private static final Map<String, Integer> ADDRESSES = Map.ofEntries(
            Map.entry("InterruptPending", 2875472),
            Map.entry("InterruptHoldoffCount", 2875516),
            Map.entry("CritSectionCount", 2875524),
            Map.entry("IsUnderPostmaster", 2875557),
            Map.entry("IsPostmasterEnvironment", 2875556),
            Map.entry("PostmasterPid", 2875552),
            Map.entry("MyProcPid", 2875608),
            Map.entry("MyProcPort", 2875636),
            Map.entry("MyClientSocket", 2875632),
            Map.entry("MyPMChildSlot", 2875680),
            Map.entry("MyLatch", 2875684),
            Map.entry("LocalLatchData", 2878776),
            Map.entry("MyProc", 2804284),
            Map.entry("MyBackendType", 2878772),
            Map.entry("CurrentMemoryContext", 2880864),
            Map.entry("TopMemoryContext", 2880868),
            Map.entry("before_shmem_exit_index", 2796912),
            Map.entry("before_shmem_exit_list", 2796928),
            Map.entry("on_shmem_exit_index", 2797088),
            Map.entry("on_shmem_exit_list", 2797104),
            Map.entry("on_proc_exit_index", 2797264),
            Map.entry("on_proc_exit_list", 2797280),
            Map.entry("proc_exit_inprogress", 2796908),
            Map.entry("PMSignalState", 2797456),
            Map.entry("ProcGlobal", 2804288),
            Map.entry("CheckpointerShmem", 2788816),
            Map.entry("BackgroundWorkerData", 2788696),
            Map.entry("StrategyControl", 2796736),
            Map.entry("PG_VERSION_STR", 94046),
            Map.entry("PgStartTime", 2867456),
            Map.entry("PgReloadTime", 2867464),
            Map.entry("send_ready_for_query", 2964949),
            Map.entry("errno", 2968596),
            Map.entry("pgStatLocal.shared_hash", 2804752),
            Map.entry("out_of_memory.file", 466020),
            Map.entry("out_of_memory.line", 1167),
            Map.entry("out_of_memory.function", 344525),
            Map.entry("held_lwlocks", 2802512),
            Map.entry("num_held_lwlocks", 2802496),
            Map.entry("DoingCommandRead", 2804380),
            Map.entry("my_wait_event_info", 2607568),
            Map.entry("LatchWaitSet", 2797452),
            Map.entry("selfpipe_owner_pid", 2798224),
            Map.entry("stack_base_ptr", 2879780));
}
