package dev.pglitej.internal.kernel.abi;

import dev.pglitej.internal.engine.GuestFault;
import dev.pglitej.internal.engine.HostCall;
import dev.pglitej.internal.engine.HostFunction;
import dev.pglitej.internal.kernel.Errno;
import dev.pglitej.internal.kernel.ErrnoException;
import dev.pglitej.internal.kernel.process.BlockingCalls;
import dev.pglitej.internal.kernel.process.Process;
import dev.pglitej.internal.kernel.process.Signals;

/**
 * The system calls of one process, and the handling of their failures. Confined to the process's thread.
 *
 * <p>An {@link ErrnoException} and a bad pointer become an error number, and so does an Error, which is logged: {@link HostFailures}. Any
 * other exception passes through the guest to the top of the process and ends the process
 * ({@link dev.pglitej.internal.kernel.process.Kernel#run}): an exit, a trap, a bug of ours.
 *
 * <p>A switch instead of a table of functions, because each function would be a class that every JVM has to make before its first row. For
 * the same reason, rarely used families are made when they are called. RATIONALE: "Why is so much dispatched by switches?"
 */
final class SystemCalls {

    private final Process process;
    private final SharedLibraries libraries;
    private final GuestExports.Source exports;
    private final PathCalls paths;
    private final StatCalls stats;
    private final DescriptorCalls descriptors;
    private final VectorCalls vectors;
    private final MappingCalls mappings;
    private final ProcessCalls processes;

    SystemCalls(Process process, SharedLibraries libraries, GuestExports.Source exports) {
        this.process = process;
        this.libraries = libraries;
        this.exports = exports;
        this.paths = new PathCalls(process);
        this.stats = new StatCalls(process);
        this.descriptors = new DescriptorCalls(process);
        this.vectors = new VectorCalls(process);
        this.mappings = new MappingCalls(process, exports);
        this.processes = new ProcessCalls(process, exports);
    }

    ProcessCalls processes() {
        return processes;
    }

    /** One of them, as guests import it. */
    HostFunction function(SystemCall which) {
        return new Function(which);
    }

    private final class Function implements HostFunction {
        private final SystemCall which;

        Function(SystemCall which) {
            this.which = which;
        }

        @Override
        public long call(HostCall call) {
            try {
                return run(which, call);
            } catch (ErrnoException e) {
                if (which.failure() == SystemCall.Failure.ITS_OWN) throw e;
                return failed(e);
            } catch (GuestFault e) {
                return which.failure() == SystemCall.Failure.ITS_OWN ? afterFault(e) : number(Errno.EFAULT);
            } catch (Error e) {
                if (which.failure() == SystemCall.Failure.ITS_OWN) throw e;
                return number(HostFailures.of(which.importName(), process, e));
            }
        }

        /** The result for a bad pointer of calls that report errors in their own way. */
        private long afterFault(GuestFault fault) {
            return switch (which) {
                case GETADDRINFO, GETNAMEINFO -> AddressCalls.FAILED;
                case GMTIME, LOCALTIME -> TimeCalls.NO_TIME;
                case MKTIME -> -1;
                // It has no way.
                case TZSET -> 0;
                case DLOPEN, DLSYM -> LibraryCalls.FAILED;
                default -> throw fault;
            };
        }

        private long failed(ErrnoException e) {
            if (e.errno() == Errno.EPIPE) process.signals().add(Signals.SIGPIPE);
            return number(e.errno());
        }

        private long number(Errno errno) {
            return which.failure() == SystemCall.Failure.NEGATIVE ? -errno.number() : errno.number();
        }
    }

    private long run(SystemCall which, HostCall call) {
        BlockingCalls blocking = process.blockingCalls();
        if (!mayWaitForDisk(which, call)) {
            blocking.enter();
            return runNow(which, call);
        }
        blocking.begin();
        try {
            return runNow(which, call);
        } finally {
            blocking.end();
        }
    }

    /** Reads and writes of other files end in the operating system's cache. */
    private boolean mayWaitForDisk(SystemCall which, HostCall call) {
        return switch (which) {
            case SYNC, FDATASYNC, FTRUNCATE, FALLOCATE, CLOSE, TRUNCATE, UNLINKAT -> true;
            case WRITE, PWRITE -> descriptors.writesThrough(call);
            default -> false;
        };
    }

    private long runNow(SystemCall which, HostCall call) {
        return switch (which) {
            case OPENAT -> paths.openat(call);
            case FACCESSAT -> paths.faccessat(call);
            case MKDIRAT -> paths.mkdirat(call);
            case RMDIR -> paths.rmdir(call);
            case UNLINKAT -> paths.unlinkat(call);
            case RENAMEAT -> paths.renameat(call);
            case LINKAT -> paths.linkat(call);
            case SYMLINKAT -> paths.symlinkat(call);
            case READLINKAT -> paths.readlinkat(call);
            case TRUNCATE -> paths.truncate(call);
            case CHDIR -> paths.chdir(call);
            case GETCWD -> paths.getcwd(call);
            case UMASK -> paths.umask(call);
            case STAT -> stats.stat(call, true);
            case LSTAT -> stats.stat(call, false);
            case FSTAT -> stats.fstat(call);
            case FSTATAT -> stats.fstatat(call);
            case STATFS -> stats.statfs(call);
            case CHMOD -> stats.chmod(call);
            case FCHMOD -> stats.fchmod(call);
            case FCHMODAT -> stats.fchmodat(call);
            case FCHOWN -> stats.fchown(call);
            case FCHOWNAT -> stats.fchownat(call);
            case UTIMENSAT -> stats.utimensat(call);
            case CLOSE -> descriptors.close(call);
            case SEEK -> descriptors.seek(call);
            case FDSTAT -> descriptors.fdstat(call);
            case SYNC -> descriptors.sync(call, false);
            case FDATASYNC -> descriptors.sync(call, true);
            case DUP -> descriptors.dup(call);
            case DUP3 -> descriptors.dup3(call);
            case FCNTL -> descriptors.fcntl(call);
            case IOCTL -> descriptors.ioctl(call);
            case FTRUNCATE -> descriptors.ftruncate(call);
            case FALLOCATE -> descriptors.fallocate(call);
            case FADVISE -> descriptors.fadvise(call);
            case GETDENTS -> new DirectoryCalls(process).getdents(call);
            case READ -> vectors.read(call);
            case WRITE -> vectors.write(call);
            case PREAD -> vectors.pread(call);
            case PWRITE -> vectors.pwrite(call);
            case PIPE -> new PipeCalls(process).pipe(call);
            case POLL -> new PipeCalls(process).poll(call);
            default -> runOther(which, call);
        };
    }

    /** The calls that do not concern files and descriptors. */
    private long runOther(SystemCall which, HostCall call) {
        return switch (which) {
            case SOCKET -> throw Errno.EAFNOSUPPORT.failure();
            case BIND, ACCEPT -> new SocketCalls(process).refuse(call, Errno.EINVAL);
            case LISTEN -> new SocketCalls(process).refuse(call, Errno.EOPNOTSUPP);
            case CONNECT -> new SocketCalls(process).refuse(call, Errno.EISCONN);
            case RECVFROM -> new SocketCalls(process).receive(call);
            case SENDTO -> new SocketCalls(process).send(call);
            case GETADDRINFO -> new AddressCalls(exports).getaddrinfo(call);
            case GETNAMEINFO -> new AddressCalls(exports).getnameinfo(call);
            case TZSET -> new TimeCalls(process).tzset(call);
            case GMTIME -> new TimeCalls(process).gmtime(call);
            case LOCALTIME -> new TimeCalls(process).localtime(call);
            case MKTIME -> new TimeCalls(process).mktime(call);
            case SETITIMER -> new TimeCalls(process).setitimer(call);
            case MMAP -> mappings.mmap(call);
            case MUNMAP -> mappings.munmap(call);
            case DLOPEN -> new LibraryCalls(libraries, exports).open(call);
            case DLSYM -> new LibraryCalls(libraries, exports).find(call);
            case ENVIRON_SIZES -> processes.environSizes(call);
            case ENVIRON -> processes.environ(call);
            // One user, who may do anything, so that the numbers agree with the owners of files in stat.
            case GETUID, GETEUID, GETGID, GETEGID -> 0;
            case EXIT -> throw processes.exit(call);
            case EXIT_NOW -> throw processes.exitNow(call);
            case ABORT -> throw processes.abort();
            case ASSERT_FAIL -> throw processes.assertFail(call);
            case CALL_SIGNAL_HANDLER -> processes.callSignalHandler(call);
            default -> throw new IllegalStateException("nothing implements " + which);
        };
    }
}
