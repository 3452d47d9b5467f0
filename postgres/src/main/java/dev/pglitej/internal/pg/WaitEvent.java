package dev.pglitej.internal.pg;

import dev.pglitej.internal.engine.GuestMemory;

/**
 * WaitEvent (storage/waiteventset.h): what is waited for, or what has happened. Confined to the guest's thread.
 *
 * @param address 0 for none, which waits for nothing
 */
public record WaitEvent(GuestMemory memory, int address) {
    // struct WaitEvent { int pos; uint32 events; pgsocket fd; void *user_data; }
    static final int BYTES = 16;
    static final int POSITION = 0;
    static final int EVENTS = 4;
    static final int SOCKET = 8;
    static final int USER_DATA = 12;

    public static final int WL_LATCH_SET = 1;
    public static final int WL_SOCKET_READABLE = 1 << 1;
    public static final int WL_SOCKET_WRITEABLE = 1 << 2;
    public static final int WL_SOCKET_CLOSED = 1 << 7;
    private static final int NO_SOCKET = -1;

    public boolean exists() {
        return address != 0;
    }

    public boolean isForReading() {
        return isFor(WL_SOCKET_READABLE);
    }

    public boolean isForWriting() {
        return isFor(WL_SOCKET_WRITEABLE);
    }

    /** Whether the event at an address waits for a socket. */
    static boolean isForSocket(GuestMemory memory, int address) {
        int events = WL_SOCKET_READABLE | WL_SOCKET_WRITEABLE | WL_SOCKET_CLOSED;
        return (memory.getInt(address + EVENTS) & events) != 0;
    }

    private boolean isFor(int events) {
        return exists() && (memory.getInt(address + EVENTS) & events) != 0;
    }

    /** The caller's array of events that have happened. One object serves one wait after another. */
    public static final class Occurred {
        private final GuestMemory memory;
        private int start;
        private int capacity;
        private int count;

        public Occurred(GuestMemory memory) {
            this.memory = memory;
        }

        /** Begins an array that has room for so many events. */
        public void begin(int address, int room) {
            start = address;
            capacity = room;
            count = 0;
        }

        /** Adds that the latch of a set is set. */
        public void addLatch(WaitEvent event) {
            add(event, WL_LATCH_SET, NO_SOCKET);
        }

        /** Adds what has happened to the socket of an event. */
        public void addSocket(WaitEvent event, int happened) {
            add(event, happened, memory.getInt(event.address + SOCKET));
        }

        private void add(WaitEvent event, int happened, int socket) {
            if (count == capacity) return;
            int target = start + count * BYTES;
            memory.putInt(target + POSITION, memory.getInt(event.address + POSITION));
            memory.putInt(target + EVENTS, happened);
            memory.putInt(target + SOCKET, socket);
            memory.putInt(target + USER_DATA, memory.getInt(event.address + USER_DATA));
            count++;
        }

        public int count() {
            return count;
        }
    }
}
