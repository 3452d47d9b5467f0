/* Imports that need nothing of the host: clocks, random numbers, heap growth, longjmp. */
#define _GNU_SOURCE
#include <errno.h>
#include <sys/random.h>
#include <time.h>

#include "runtime.h"

/* WASI's numbers. */
enum { WASI_SUCCESS = 0, WASI_EFAULT = 21, WASI_EINVAL = 28, WASI_EIO = 29 };

/* Heap growth is rounded up to this: a system call each, and untouched memory costs nothing. */
#define GROWTH_PAGES 16u

static uint32_t clock_time_get(rt_guest *g, uint32_t id, uint64_t precision, uint32_t result) {
  static const clockid_t clocks[] = {CLOCK_REALTIME, CLOCK_MONOTONIC, CLOCK_PROCESS_CPUTIME_ID, CLOCK_THREAD_CPUTIME_ID};
  (void)precision;
  if (id >= sizeof clocks / sizeof clocks[0]) {
    return WASI_EINVAL;
  }
  if (!rt_in_memory(g, result, 8)) {
    return WASI_EFAULT;
  }
  struct timespec now;
  clock_gettime(clocks[id], &now);
  uint64_t nanoseconds = (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
  memcpy((char *)g + result, &nanoseconds, sizeof nanoseconds);
  return WASI_SUCCESS;
}

static uint32_t random_get(rt_guest *g, uint32_t address, uint32_t length) {
  if (!rt_in_memory(g, address, length)) {
    return WASI_EFAULT;
  }
  char *next = (char *)g + address;
  size_t left = length;
  while (left > 0) {
    ssize_t got = getrandom(next, left, 0);
    if (got < 0 && errno != EINTR) {
      return WASI_EIO;
    }
    if (got > 0) {
      next += got;
      left -= (size_t)got;
    }
  }
  return WASI_SUCCESS;
}

static double milliseconds(clockid_t clock) {
  struct timespec now;
  clock_gettime(clock, &now);
  return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

static double emscripten_get_now(rt_guest *g) {
  (void)g;
  return milliseconds(CLOCK_MONOTONIC);
}

static double emscripten_date_now(rt_guest *g) {
  (void)g;
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  int64_t microseconds = (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
  /* The middle of the microsecond: gettimeofday() cuts off what is behind, and a double is 0.2 microseconds off by now. */
  return ((double)microseconds + 0.5) / 1e3;
}

static uint32_t emscripten_get_heap_max(rt_guest *g) {
  uint64_t bytes = (uint64_t)rt_header(g)->memory_max_pages * RT_WASM_PAGE;
  return bytes > UINT32_MAX ? UINT32_MAX - (RT_WASM_PAGE - 1) : (uint32_t)bytes;
}

static uint32_t emscripten_resize_heap(rt_guest *g, uint32_t bytes) {
  uint32_t present = rt_header(g)->memory_pages;
  uint32_t wanted = (uint32_t)(((uint64_t)bytes + RT_WASM_PAGE - 1) / RT_WASM_PAGE);
  if (wanted <= present) {
    return 1;
  }
  uint32_t generous = (wanted + GROWTH_PAGES - 1) / GROWTH_PAGES * GROWTH_PAGES;
  return rt_memory_grow(g, generous - present) != UINT32_MAX || rt_memory_grow(g, wanted - present) != UINT32_MAX;
}

static void runtime_keepalive_clear(rt_guest *g) {
  (void)g;
}

struct builtin {
  const char *module;
  const char *name;
  const char *signature;
  rt_code code;
};

static const struct builtin builtins[] = {
    {"wasi_snapshot_preview1", "clock_time_get", "iji:i", (rt_code)clock_time_get},
    {"wasi_snapshot_preview1", "random_get", "ii:i", (rt_code)random_get},
    {"env", "emscripten_get_now", ":d", (rt_code)emscripten_get_now},
    {"env", "emscripten_date_now", ":d", (rt_code)emscripten_date_now},
    {"env", "emscripten_get_heap_max", ":i", (rt_code)emscripten_get_heap_max},
    {"env", "emscripten_resize_heap", "i:i", (rt_code)emscripten_resize_heap},
    {"env", "_emscripten_throw_longjmp", ":", (rt_code)rt_throw_longjmp},
    {"env", "_emscripten_runtime_keepalive_clear", ":", (rt_code)runtime_keepalive_clear},
};

rt_code rt_builtin(const char *module, const char *name, const char *signature) {
  for (size_t i = 0; i < sizeof builtins / sizeof builtins[0]; i++) {
    const struct builtin *candidate = &builtins[i];
    if (strcmp(candidate->module, module) == 0 && strcmp(candidate->name, name) == 0 &&
        strcmp(candidate->signature, signature) == 0) {
      return candidate->code;
    }
  }
  return NULL;
}
