package dev.pglitej.server;

import static java.util.Objects.requireNonNull;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayDeque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** How many sessions there may be at once, and the line of clients that wait for one, first come first served. Thread-safe. */
// RATIONALE: "Why is there no connection limit but PostgreSQL's?"
final class SessionLimit {
    private final int sessions;

    @GuardedBy("this")
    private final ArrayDeque<Permit> line = new ArrayDeque<>();

    @GuardedBy("this")
    private int free;

    @GuardedBy("this")
    private boolean shut;

    SessionLimit(int sessions) {
        if (sessions < 1) {
            throw new IllegalArgumentException("a server of " + sessions + " sessions serves nobody; allow 1 or more");
        }
        this.sessions = sessions;
        this.free = sessions;
    }

    int sessions() {
        return sessions;
    }

    /** How many clients are in the line and have no session yet. */
    synchronized int waiting() {
        return line.size();
    }

    /** Joins the line at its end, or takes a free session right away. */
    synchronized Permit join() {
        Permit permit = new Permit();
        if (free > 0 && !shut) {
            free--;
            permit.turn.countDown();
        } else {
            line.add(permit);
        }
        return permit;
    }

    /** Lets nobody have a session any more, so that one that ends for a shutdown does not begin another. */
    synchronized void shut() {
        shut = true;
    }

    @GuardedBy("this")
    private void leave(Permit permit) {
        if (line.remove(permit)) return;
        if (shut || line.isEmpty()) {
            free++;
        } else {
            requireNonNull(line.poll()).turn.countDown();
        }
    }

    /** A client's place: in the line, then at the front of it, with the right to a session. Closing gives up either. */
    final class Permit implements AutoCloseable {
        private final CountDownLatch turn = new CountDownLatch(1);

        @GuardedBy("SessionLimit.this")
        private boolean left;

        private Permit() {}

        /** Waits for so long at most, and says whether the turn has come. */
        boolean await(long nanos) throws InterruptedException {
            return turn.await(nanos, TimeUnit.NANOSECONDS);
        }

        @Override
        public void close() {
            synchronized (SessionLimit.this) {
                if (left) return;
                left = true;
                leave(this);
            }
        }
    }
}
