package dev.pglitej;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills JVMs at random points, mostly under load, also while they recover, and looks each time whether anything that was acknowledged is
 * lost or anything is damaged.
 *
 * <p>The system property {@code pglitej.torture.kills} says how often, {@code pglitej.torture.clients} how many clients work, and
 * {@code pglitej.torture.seed} repeats a run's choices.
 */
@Timeout(value = 30, unit = TimeUnit.MINUTES)
final class TortureTest {
    private static final int KILLS = Integer.getInteger("pglitej.torture.kills", 20);
    private static final int MOST_MILLIS_OF_LOAD = 900;
    private static final int MOST_MILLIS_OF_START = 1200;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path directory;

    private final long seed = Long.getLong("pglitej.torture.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private int killedAtWork;

    @Test
    void noKillLosesWhatWasAcknowledgedOrDamagesAnything() throws Exception {
        System.out.println("torture: seed " + seed + ", " + KILLS + " kills");
        Path data = Files.createDirectory(directory.resolve("data"));
        Path acknowledged = Files.createDirectory(directory.resolve("acknowledged"));
        MadeDirectory.copyTo(data);
        try (PGlite database = Victim.open(data);
                ScriptedClient client = ScriptedClient.connect(database)) {
            Bank.make(client);
        }

        for (int i = 0; i < KILLS; i++) killOne(data, acknowledged);

        try (PGlite database = Victim.open(data);
                ScriptedClient client = ScriptedClient.connect(database)) {
            assertThat(client.value("show data_checksums")).isEqualTo("on");
            Bank.check(client, acknowledged);
            Amcheck.check(client);
            System.out.println("torture: " + killedAtWork + " killed at work, "
                    + client.value("select count(*) from transfers") + " transfers");
        }
        assertThat(killedAtWork).isPositive();
        assertThat(PageChecksums.wrong(data)).as("seed %d", seed).isEmpty();
    }

    private void killOne(Path data, Path acknowledged) throws IOException, InterruptedException {
        Process victim = Victim.start(data, acknowledged, random.nextLong());
        try (BufferedReader output =
                new BufferedReader(new InputStreamReader(victim.getInputStream(), StandardCharsets.UTF_8))) {
            if (random.nextInt(5) == 0) {
                // While it starts, recovers or checks; if it is faster, under load.
                letRun(victim, MOST_MILLIS_OF_START);
            } else {
                String said = output.readLine();
                if (!Victim.READY.equals(said)) fail(said, output);
                letRun(victim, MOST_MILLIS_OF_LOAD);
                killedAtWork++;
            }
            // Not the process's own method, which closes its output too.
            victim.toHandle().destroyForcibly();
            victim.waitFor();
            String rest = output.lines()
                    .filter(line -> !line.equals(Victim.READY))
                    .toList()
                    .toString();
            assertThat(rest).as("seed %d", seed).isEqualTo("[]");
        } finally {
            victim.destroyForcibly();
        }
    }

    /** A victim that ends by itself in that time has failed, and said why. */
    private void letRun(Process victim, int mostMillis) throws InterruptedException {
        assertThat(victim.waitFor(random.nextInt(mostMillis), TimeUnit.MILLISECONDS) && victim.exitValue() == 0)
                .isFalse();
    }

    private void fail(String said, BufferedReader output) {
        throw new AssertionError("seed " + seed + ": the other JVM said " + said + "\n"
                + output.lines().toList());
    }
}
