package dev.pglitej.internal.kernel.io;

import dev.pglitej.internal.kernel.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one call of poll(2) waits for. Confined to the calling thread. */
public final class PollSet {

    private final List<Entry> entries = new ArrayList<>();

    private static final class Entry {
        final @Nullable Description description;
        final int wanted;
        int reported;

        Entry(@Nullable Description description, int wanted, int reported) {
            this.description = description;
            this.wanted = wanted;
            this.reported = reported;
        }
    }

    public void add(Description description, int wanted) {
        entries.add(new Entry(description, wanted, 0));
    }

    /** A descriptor that is not open: reported as such at once. */
    public void addInvalid() {
        entries.add(new Entry(null, 0, PollEvents.INVALID));
    }

    /** A negative descriptor: never reported. */
    public void addIgnored() {
        entries.add(new Entry(null, 0, 0));
    }

    public int reported(int index) {
        return entries.get(index).reported;
    }

    /**
     * Waits until there is an event to report, or the time is over; returns for how many descriptors.
     *
     * @param timeoutNanos 0 looks once, a negative one waits without end
     */
    public int await(long timeoutNanos, Clock clock) {
        int count = look();
        if (count > 0 || timeoutNanos == 0) return count;
        Waiter waiter = new Waiter();
        entries.forEach(entry -> {
            if (entry.description != null) entry.description.waiters().add(waiter);
        });
        try {
            return await(waiter, timeoutNanos, clock);
        } finally {
            entries.forEach(entry -> {
                if (entry.description != null) entry.description.waiters().remove(waiter);
            });
        }
    }

    private int await(Waiter waiter, long timeoutNanos, Clock clock) {
        long start = clock.monotonicNanos();
        while (true) {
            waiter.prepare();
            int count = look();
            if (count > 0) return count;
            if (timeoutNanos < 0) {
                waiter.sleep(Waiter.FOREVER);
                continue;
            }
            long left = timeoutNanos - (clock.monotonicNanos() - start);
            if (left <= 0) return 0;
            waiter.sleep(left);
        }
    }

    private int look() {
        int count = 0;
        for (Entry entry : entries) {
            if (entry.description != null) {
                entry.reported = PollEvents.report(entry.description.readiness(), entry.wanted);
            }
            if (entry.reported != 0) count++;
        }
        return count;
    }
}
