/*
 * Stands before libc's fsync and fdatasync in a program that is started with LD_PRELOAD, and lets each of them take longer, so that any disk
 * can be as slow as another. SLOW_FSYNC_MICROS is the time that it adds. Any thread may call it.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <time.h>
#include <unistd.h>

#ifndef SLOW_FSYNC_MICROS
#error "SLOW_FSYNC_MICROS has to be the microseconds that an fsync takes longer"
#endif

static int (*libc_fsync)(int);
static int (*libc_fdatasync)(int);

__attribute__((constructor)) static void find_libc(void) {
    libc_fsync = dlsym(RTLD_NEXT, "fsync");
    libc_fdatasync = dlsym(RTLD_NEXT, "fdatasync");
}

/* A signal does not shorten it: PostgreSQL's processes get many. */
static void take_longer(void) {
    struct timespec left = {SLOW_FSYNC_MICROS / 1000000, SLOW_FSYNC_MICROS % 1000000 * 1000};
    while (nanosleep(&left, &left) != 0) {
    }
}

int fsync(int fd) {
    take_longer();
    return libc_fsync(fd);
}

int fdatasync(int fd) {
    take_longer();
    return libc_fdatasync(fd);
}
