package dev.pglitej;

import dev.pglitej.ScriptedClient.SessionEndedError;
import dev.pglitej.spi.SessionRefusedException;
import dev.pglitej.spi.Sessions;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Works in a {@link FaultCampaignTest} until it is stopped, and connects again when its session has ended. Confined to one thread. */
abstract class CampaignClient implements Runnable {
    final Random random;
    private final Supplier<? extends Sessions> database;
    private volatile boolean stopped;
    private final AtomicInteger lost = new AtomicInteger();
    private volatile @Nullable Throwable failure;

    CampaignClient(Supplier<? extends Sessions> database, long seed) {
        this.database = database;
        this.random = new Random(seed);
    }

    /** Does one piece of work. */
    abstract void work(ScriptedClient session);

    /** What to do first in a new session. */
    abstract void begin(ScriptedClient session);

    @Override
    public final void run() {
        try {
            while (!stopped) workInOneSession();
        } catch (RuntimeException | Error e) {
            failure = e;
        }
    }

    private void workInOneSession() {
        try {
            ScriptedClient session = ScriptedClient.connect(database.get());
            begin(session);
            while (!stopped) work(session);
            session.close();
        } catch (SessionEndedError e) {
            lost.incrementAndGet();
        } catch (SessionRefusedException e) {
            // Its database recovers, or is being opened again.
            Thread.onSpinWait();
        }
    }

    /** How many sessions have ended under its hands. From any thread. */
    final int lost() {
        return lost.get();
    }

    /** From any thread. */
    final void stop() {
        stopped = true;
    }

    /** From any thread: throws what went wrong beyond what faults bring about, if anything. */
    final void check() {
        Throwable cause = failure;
        if (cause != null) throw new AssertionError(getClass().getSimpleName() + " failed", cause);
    }
}
