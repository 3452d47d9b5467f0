package dev.pglitej.internal.kernel.abi;

import dev.pglitej.internal.engine.Guest;
import dev.pglitej.internal.engine.GuestMemory;
import dev.pglitej.internal.engine.HostCall;
import dev.pglitej.internal.engine.HostFunction;
import dev.pglitej.internal.engine.ImportType;
import dev.pglitej.internal.kernel.Errno;
import dev.pglitej.internal.kernel.io.ByteSource;
import dev.pglitej.internal.kernel.io.DescriptorTable;
import dev.pglitej.internal.kernel.io.LineSink;
import dev.pglitej.internal.kernel.process.Kernel;
import dev.pglitej.internal.kernel.process.Launch;
import dev.pglitej.internal.kernel.process.Process;
import dev.pglitej.internal.kernel.time.SystemClock;
import dev.pglitej.internal.kernel.vfs.FileSystem;
import dev.pglitej.internal.kernel.vfs.MountTable;
import dev.pglitej.internal.kernel.vfs.memory.Capacity;
import dev.pglitej.internal.kernel.vfs.memory.MemoryFileSystem;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** A process with system calls and memory, but with a script in place of a guest. Confined to its test's thread. */
final class Machine {

    static final int MEMORY_BYTES = 1 << 20;

    /** An address from which no access is inside memory. */
    static final int BAD_ADDRESS = MEMORY_BYTES;

    static final int WORKING_DIRECTORY = -100;

    final GuestMemory memory = GuestMemory.wrap(ByteBuffer.allocateDirect(MEMORY_BYTES));
    final ScriptedExports exports = new ScriptedExports(memory);
    final List<String> output = new ArrayList<>();
    final List<Throwable> killed = new ArrayList<>();
    final Kernel kernel;
    final Process process;
    final ProcessAbi abi;
    private final Map<String, SharedLibraries.Library> libraries = new LinkedHashMap<>();
    private final Map<String, RuntimeException> broken = new LinkedHashMap<>();
    private SharedLibraries.Library program = symbol -> OptionalInt.empty();
    private SharedLibraries.Library behindProgram = symbol -> OptionalInt.empty();
    private int nextText = 4096;

    Machine() {
        this(Map.of("PATH", "/bin", "TZ", "UTC"));
    }

    Machine(Map<String, String> environment) {
        this(environment, new MemoryFileSystem(SystemClock.INSTANCE, Capacity.unlimited()));
    }

    Machine(Map<String, String> environment, FileSystem files) {
        kernel = new Kernel(new MountTable(files), SystemClock.INSTANCE, (process, cause) -> killed.add(cause));
        DescriptorTable descriptors = new DescriptorTable();
        descriptors.open(ByteSource.empty(), false);
        descriptors.open(new LineSink(output::add), false);
        descriptors.open(new LineSink(output::add), false);
        process = kernel.create(new Launch(
                ignored -> 0, List.of("test"), environment, kernel.files().root(), 022, descriptors));
        abi = new ProcessAbi(process, new ScriptedLibraries(), call -> exports);
    }

    /** The libraries that a test adds. */
    private final class ScriptedLibraries implements SharedLibraries {
        @Override
        public Optional<Library> load(HostCall call, String path) {
            RuntimeException failure = broken.get(path);
            if (failure != null) throw failure;
            return Optional.ofNullable(libraries.get(path));
        }

        @Override
        public Library program(HostCall call) {
            return program;
        }

        @Override
        public Library behindProgram(HostCall call) {
            return behindProgram;
        }
    }

    void setProgram(SharedLibraries.Library library) {
        program = library;
    }

    void setBehindProgram(SharedLibraries.Library library) {
        behindProgram = library;
    }

    void addBrokenLibrary(String path, RuntimeException failure) {
        broken.put(path, failure);
    }

    void addLibrary(String path, SharedLibraries.Library library) {
        libraries.put(path, library);
    }

    /** Calls an import with raw arguments, as a guest would; what an i32 result says. */
    int call(String name, long... arguments) {
        return (int) callLong(name, arguments);
    }

    long callLong(String name, long... arguments) {
        return invoke(function(name), name, arguments);
    }

    long invoke(HostFunction function, String name, long... arguments) {
        return function.call(new Call(memory, name, arguments));
    }

    private HostFunction function(String name) {
        HostFunction found = resolve("env", name);
        return found == HostFunction.unresolved() ? resolve("wasi_snapshot_preview1", name) : found;
    }

    private HostFunction resolve(String module, String name) {
        return abi.resolve(new ImportType(module, name, ImportType.Kind.FUNCTION, ""));
    }

    /** Puts a C string somewhere that nothing else uses. */
    int text(String text) {
        byte[] bytes = (text + "\0").getBytes(StandardCharsets.UTF_8);
        int address = nextText;
        memory.put(address, bytes, 0, bytes.length);
        nextText += bytes.length;
        return address;
    }

    /** Puts a vector of (address, length) pairs somewhere that nothing else uses. */
    int vector(int... pairs) {
        nextText = nextText + 7 & -8;
        int address = nextText;
        for (int value : pairs) {
            memory.putInt(nextText, value);
            nextText += 4;
        }
        return address;
    }

    int open(String path, int flags) {
        int mode = vector(0666);
        return call("__syscall_openat", WORKING_DIRECTORY, text(path), flags, mode);
    }

    String bytes(int address, int length) {
        byte[] bytes = new byte[length];
        memory.get(address, bytes, 0, length);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    static int minus(Errno errno) {
        return -errno.number();
    }

    @SuppressWarnings("ArrayRecordComponent") // Lives for one call.
    private record Call(GuestMemory memory, String name, long[] arguments) implements HostCall {

        @Override
        public Guest guest() {
            throw new UnsupportedOperationException("there is no guest behind " + name);
        }

        @Override
        public int i32(int n) {
            return (int) arguments[n];
        }

        @Override
        public long i64(int n) {
            return arguments[n];
        }

        @Override
        public double f64(int n) {
            return Double.longBitsToDouble(arguments[n]);
        }

        @Override
        public long proceed() {
            throw new UnsupportedOperationException("not a hook");
        }

        @Override
        public boolean canSuspend() {
            return false;
        }

        @Override
        public long suspend() {
            throw new UnsupportedOperationException("there is no guest behind " + name);
        }
    }
}
