package dev.pglitej.internal.kernel.abi;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The system calls: under which name guests import each, and how it reports errors. What they do is in {@link SystemCalls}. */
enum SystemCall {
    OPENAT("__syscall_openat", Failure.NEGATIVE),
    FACCESSAT("__syscall_faccessat", Failure.NEGATIVE),
    MKDIRAT("__syscall_mkdirat", Failure.NEGATIVE),
    RMDIR("__syscall_rmdir", Failure.NEGATIVE),
    UNLINKAT("__syscall_unlinkat", Failure.NEGATIVE),
    RENAMEAT("__syscall_renameat", Failure.NEGATIVE),
    LINKAT("__syscall_linkat", Failure.NEGATIVE),
    SYMLINKAT("__syscall_symlinkat", Failure.NEGATIVE),
    READLINKAT("__syscall_readlinkat", Failure.NEGATIVE),
    TRUNCATE("__syscall_truncate64", Failure.NEGATIVE),
    CHDIR("__syscall_chdir", Failure.NEGATIVE),
    GETCWD("__syscall_getcwd", Failure.NEGATIVE),
    UMASK("__syscall_umask", Failure.NEGATIVE),

    STAT("__syscall_stat64", Failure.NEGATIVE),
    LSTAT("__syscall_lstat64", Failure.NEGATIVE),
    FSTAT("__syscall_fstat64", Failure.NEGATIVE),
    FSTATAT("__syscall_newfstatat", Failure.NEGATIVE),
    STATFS("__syscall_statfs64", Failure.NEGATIVE),
    CHMOD("__syscall_chmod", Failure.NEGATIVE),
    FCHMOD("__syscall_fchmod", Failure.NEGATIVE),
    FCHMODAT("__syscall_fchmodat2", Failure.NEGATIVE),
    FCHOWN("__syscall_fchown32", Failure.NEGATIVE),
    FCHOWNAT("__syscall_fchownat", Failure.NEGATIVE),
    UTIMENSAT("__syscall_utimensat", Failure.NEGATIVE),

    CLOSE("fd_close", Failure.POSITIVE),
    SEEK("fd_seek", Failure.POSITIVE),
    FDSTAT("fd_fdstat_get", Failure.POSITIVE),
    SYNC("fd_sync", Failure.POSITIVE),
    FDATASYNC("__syscall_fdatasync", Failure.NEGATIVE),
    DUP("__syscall_dup", Failure.NEGATIVE),
    DUP3("__syscall_dup3", Failure.NEGATIVE),
    FCNTL("__syscall_fcntl64", Failure.NEGATIVE),
    IOCTL("__syscall_ioctl", Failure.NEGATIVE),
    FTRUNCATE("__syscall_ftruncate64", Failure.NEGATIVE),
    FALLOCATE("__syscall_fallocate", Failure.NEGATIVE),
    FADVISE("__syscall_fadvise64", Failure.NEGATIVE),
    GETDENTS("__syscall_getdents64", Failure.NEGATIVE),
    READ("fd_read", Failure.POSITIVE),
    WRITE("fd_write", Failure.POSITIVE),
    PREAD("fd_pread", Failure.POSITIVE),
    PWRITE("fd_pwrite", Failure.POSITIVE),
    PIPE("__syscall_pipe2", Failure.NEGATIVE),
    POLL("__syscall_poll", Failure.NEGATIVE),

    SOCKET("__syscall_socket", Failure.NEGATIVE),
    BIND("__syscall_bind", Failure.NEGATIVE),
    LISTEN("__syscall_listen", Failure.NEGATIVE),
    ACCEPT("__syscall_accept4", Failure.NEGATIVE),
    CONNECT("__syscall_connect", Failure.NEGATIVE),
    RECVFROM("__syscall_recvfrom", Failure.NEGATIVE),
    SENDTO("__syscall_sendto", Failure.NEGATIVE),
    GETADDRINFO("getaddrinfo", Failure.ITS_OWN),
    GETNAMEINFO("getnameinfo", Failure.ITS_OWN),

    TZSET("_tzset_js", Failure.ITS_OWN),
    GMTIME("_gmtime_js", Failure.ITS_OWN),
    LOCALTIME("_localtime_js", Failure.ITS_OWN),
    MKTIME("_mktime_js", Failure.ITS_OWN),
    SETITIMER("_setitimer_js", Failure.NEGATIVE),

    MMAP("_mmap_js", Failure.NEGATIVE),
    MUNMAP("_munmap_js", Failure.NEGATIVE),
    DLOPEN("_dlopen_js", Failure.ITS_OWN),
    DLSYM("_dlsym_js", Failure.ITS_OWN),

    ENVIRON_SIZES("environ_sizes_get", Failure.POSITIVE),
    ENVIRON("environ_get", Failure.POSITIVE),
    GETUID("__syscall_getuid32", Failure.NEGATIVE),
    GETEUID("__syscall_geteuid32", Failure.NEGATIVE),
    GETGID("__syscall_getgid32", Failure.NEGATIVE),
    GETEGID("__syscall_getegid32", Failure.NEGATIVE),
    EXIT("exit", Failure.ITS_OWN),
    EXIT_NOW("proc_exit", Failure.ITS_OWN),
    ABORT("_abort_js", Failure.ITS_OWN),
    ASSERT_FAIL("__assert_fail", Failure.ITS_OWN),
    CALL_SIGNAL_HANDLER("__call_sighandler", Failure.ITS_OWN);

    /** What a call returns when it fails. */
    enum Failure {
        /** -errno, as {@code __syscall_…} do. */
        NEGATIVE,
        /** errno, as system calls of WASI do. */
        POSITIVE,
        /** It has its own way to report errors, or none. */
        ITS_OWN
    }

    private static final Map<String, SystemCall> BY_NAME = new HashMap<>();

    static {
        for (SystemCall call : values()) BY_NAME.put(call.importName, call);
    }

    private final String importName;
    private final Failure failure;

    SystemCall(String importName, Failure failure) {
        this.importName = importName;
        this.failure = failure;
    }

    /** The call that is imported under this name, or null. */
    static @Nullable SystemCall named(String importName) {
        return BY_NAME.get(importName);
    }

    String importName() {
        return importName;
    }

    Failure failure() {
        return failure;
    }
}
