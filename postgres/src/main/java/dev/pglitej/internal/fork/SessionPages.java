package dev.pglitej.internal.fork;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.pglitej.internal.engine.Guest;
import dev.pglitej.internal.engine.TouchedPages;

/**
 * The pages that each client's backend touches, for backends that begin with one image. They are learned from the first session. Later
 * backends get them all at once, because a page fault for each would take most of the time of connecting. Thread-safe.
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

    /** Reads the form of {@link #toString}. */
    static SessionPages parse(String text) {
        return new SessionPages(TouchedPages.parse(text));
    }

    private synchronized TouchedPages pages() {
        return pages;
    }

    /** Touches the pages of a backend that is about to begin. */
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
