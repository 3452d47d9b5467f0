package dev.pglitej.internal.kernel.vfs;

import dev.pglitej.internal.kernel.ErrnoException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.StringJoiner;

/** A sequence of random system calls on few names, so that they often meet; the same for the same seed and the same results. */
final class RandomCalls {

    private static final String[] NAMES = {"a", "b", "c", "d"};
    private static final int MOST_OPEN = 6;
    private static final int MOST_BYTES = 50_000;

    private final Random random;
    private final Posix posix;
    private final List<Posix.Handle> handles = new ArrayList<>();

    RandomCalls(long seed, Posix posix) {
        this.random = new Random(seed);
        this.posix = posix;
    }

    /** Does the next call and tells which and with what result. */
    String next() {
        int kind = random.nextInt(18);
        String one = path();
        String two = path();
        long number = random.nextInt(MOST_BYTES);
        int flags = OpenFlags.O_RDWR | new int[] {0, 64, 64, 192, 512, 576, 0400000}[random.nextInt(7)];
        String call = "%d %s %s %d %o: ".formatted(kind, one, two, number, flags);
        try {
            return call + perform(kind, one, two, number, flags);
        } catch (ErrnoException e) {
            return call + e.errno();
        }
    }

    private String path() {
        StringJoiner path = new StringJoiner("/");
        int depth = 1 + random.nextInt(3);
        for (int i = 0; i < depth; i++) path.add(NAMES[random.nextInt(NAMES.length)]);
        return path.toString();
    }

    private Object perform(int kind, String one, String two, long number, int flags) {
        return switch (kind) {
            case 0, 1, 2 -> open(one, flags);
            case 3, 4 -> done(() -> posix.mkdir(one));
            case 5 -> done(() -> posix.rmdir(one));
            case 6 -> done(() -> posix.unlink(one));
            case 7, 8 -> done(() -> posix.rename(one, two));
            case 9 -> done(() -> posix.link(one, two));
            case 10 -> done(() -> posix.symlink(two, one));
            case 11 -> posix.readlink(one);
            case 12 -> done(() -> posix.truncate(one, number));
            case 13 -> facts(posix.lstat(one)) + facts(posix.stat(two));
            case 14 -> posix.list(one);
            case 15 -> withHandle(number, handle -> write(handle, number));
            case 16 -> withHandle(number, handle -> read(handle, number));
            default -> withHandle(number, handle -> handle.append(bytes(17)));
        };
    }

    private static String done(Runnable call) {
        call.run();
        return "done";
    }

    private String open(String path, int flags) {
        Posix.Handle handle = posix.open(path, flags, 0640);
        handles.add(handle);
        if (handles.size() > MOST_OPEN) handles.remove(0).close();
        return "opened " + handle.size();
    }

    private interface HandleCall {
        Object on(Posix.Handle handle);
    }

    private Object withHandle(long number, HandleCall call) {
        return handles.isEmpty() ? "none open" : call.on(handles.get((int) number % handles.size()));
    }

    private Object write(Posix.Handle handle, long position) {
        return handle.write(bytes(random.nextInt(20_000)), position);
    }

    private ByteBuffer bytes(int count) {
        byte[] bytes = new byte[count];
        if (random.nextInt(4) > 0) random.nextBytes(bytes);
        return ByteBuffer.allocateDirect(count).put(bytes).flip();
    }

    private static Object read(Posix.Handle handle, long position) {
        ByteBuffer buffer = ByteBuffer.allocate(20_000);
        int count = handle.read(buffer, position);
        return count + " bytes, hash " + Arrays.hashCode(Arrays.copyOf(buffer.array(), count));
    }

    /** A directory's size and links are each file system's own matter. */
    private static String facts(Posix.Facts facts) {
        return facts.type() == FileType.DIRECTORY ? "directory" : facts.toString();
    }

    /** All names with what is behind them. */
    String tree() {
        StringBuilder tree = new StringBuilder();
        describe(".", tree);
        return tree.toString();
    }

    private void describe(String directory, StringBuilder tree) {
        for (String name : posix.list(directory)) {
            String path = directory + "/" + name;
            Posix.Facts facts = posix.lstat(path);
            tree.append(path).append(' ').append(facts(facts));
            switch (facts.type()) {
                case DIRECTORY -> {
                    tree.append('\n');
                    describe(path, tree);
                }
                case SYMLINK -> tree.append(posix.readlink(path)).append('\n');
                default -> tree.append(contents(path)).append('\n');
            }
        }
    }

    private Object contents(String path) {
        try (Posix.Handle file = posix.open(path, OpenFlags.O_RDONLY, 0)) {
            ByteBuffer buffer = ByteBuffer.allocate(200_000);
            int count = file.read(buffer, 0);
            return " %d bytes, hash %d".formatted(count, Arrays.hashCode(Arrays.copyOf(buffer.array(), count)));
        }
    }

    void close() {
        handles.forEach(Posix.Handle::close);
        handles.clear();
    }
}
