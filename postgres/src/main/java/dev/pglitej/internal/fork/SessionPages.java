package dev.pglitej.internal.fork;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.pglitej.internal.engine.Guest;
import dev.pglitej.internal.engine.TouchedPages;

/**
 * The pages that a client's backend touches in any case, of those that begin with one image: others get them all at once, as a fault for
 * each is most of the time of connecting. Learned from the first session. Thread-safe.
 */
public final class SessionPages {
    @GuardedBy("this")
    private TouchedPages pages;

    private SessionPages(TouchedPages pages) {
        this.pages = pages;
    }

    public static SessionPages unknown() {
        return new SessionPages(TouchedPages.NONE);
    }

    /** As {@link #toString} had them. */
    static SessionPages parse(String text) {
        return new SessionPages(TouchedPages.parse(text));
    }

    private synchronized TouchedPages pages() {
        return pages;
    }

    /** Gives them to a backend that is about to begin. */
    void touch(Guest backend) {
        backend.touch(pages());
    }

    /** Learns from a backend that has ended, if nothing is known yet. */
    void learn(Guest backend) {
        if (!pages().isEmpty()) return;
        TouchedPages touched = backend.touchedPages();
        synchronized (this) {
            pages = touched;
        }
    }

    @Override
    public String toString() {
        return pages().toString();
    }
}
