/*
 * Preloaded into the JVM that makes the image of a clean database, so that the same sources give the same image: the clock of the day
 * stands still at SECONDS, and what /dev/random and /dev/urandom have is in the file RANDOM. Any thread may call it.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdarg.h>
#include <string.h>
#include <time.h>

typedef int clock_function(clockid_t, struct timespec *);
typedef int open_function(const char *, int, ...);

static void *next(const char *name) {
  return dlsym(RTLD_NEXT, name);
}

int clock_gettime(clockid_t clock, struct timespec *now) {
  static clock_function *actual;
  if (clock == CLOCK_REALTIME) {
    now->tv_sec = SECONDS;
    now->tv_nsec = 0;
    return 0;
  }
  if (!actual) actual = (clock_function *)next("clock_gettime");
  return actual(clock, now);
}

static const char *same(const char *path) {
  return strcmp(path, "/dev/urandom") == 0 || strcmp(path, "/dev/random") == 0 ? RANDOM : path;
}

/* A mode is there only if a file may be made; without one, what is read instead is not used. */
int open(const char *path, int flags, ...) {
  va_list arguments;
  va_start(arguments, flags);
  int mode = va_arg(arguments, int);
  va_end(arguments);
  return ((open_function *)next("open"))(same(path), flags, mode);
}

int open64(const char *path, int flags, ...) {
  va_list arguments;
  va_start(arguments, flags);
  int mode = va_arg(arguments, int);
  va_end(arguments);
  return ((open_function *)next("open64"))(same(path), flags, mode);
}
