/* The C stacks of guests: address space that is filled as it is used, with an inaccessible end. */
#define _GNU_SOURCE
#include <errno.h>
#include <sys/mman.h>

#include "runtime.h"

/* More than sessions commonly touch. */
#define STACK_KEPT_BYTES ((size_t)64 << 10)

enum rt_status rt_stack_create(size_t bytes, struct rt_stack *stack) {
  size_t all = (bytes + RT_WASM_PAGE - 1) / RT_WASM_PAGE * RT_WASM_PAGE + RT_STACK_GUARD_BYTES;
  int flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_STACK;
  char *start = mmap(NULL, all, PROT_READ | PROT_WRITE, flags, -1, 0);
  if (start == MAP_FAILED) {
    return RT_SYSTEM;
  }
  if (mprotect(start, RT_STACK_GUARD_BYTES, PROT_NONE) != 0) {
    int cause = errno;
    munmap(start, all);
    errno = cause;
    return RT_SYSTEM;
  }
  stack->start = start;
  stack->bytes = all;
  return RT_OK;
}

void rt_stack_trim(const struct rt_stack *stack) {
  char *start = stack->start + RT_STACK_GUARD_BYTES;
  char *kept = rt_stack_top(stack) - STACK_KEPT_BYTES;
  if (start < kept) {
    madvise(start, (size_t)(kept - start), MADV_DONTNEED);
  }
}

void rt_stack_free(struct rt_stack *stack) {
  munmap(stack->start, stack->bytes);
}
