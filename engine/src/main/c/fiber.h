/* Tells AddressSanitizer of switches of stacks; nothing in a build without it. */
#ifndef PGLITEJ_FIBER_H
#define PGLITEJ_FIBER_H

#include "runtime.h"

#ifndef __has_feature
#define __has_feature(feature) 0
#endif
#if defined(__SANITIZE_ADDRESS__) || __has_feature(address_sanitizer)
#include <sanitizer/common_interface_defs.h>

/* One switch at a time on a thread, so what one side notes the other can read. */
static _Thread_local void *fiber_host_fake;
static _Thread_local const void *fiber_host_bottom;
static _Thread_local size_t fiber_host_bytes;

static inline void fiber_leave_host(struct rt_private *own) {
  __sanitizer_start_switch_fiber(&fiber_host_fake, own->stack.start, own->stack.bytes);
}
static inline void fiber_arrive_in_host(struct rt_private *own) {
  (void)own;
  __sanitizer_finish_switch_fiber(fiber_host_fake, NULL, NULL);
}
static inline void fiber_first_arrival(struct rt_private *own) {
  (void)own;
  __sanitizer_finish_switch_fiber(NULL, &fiber_host_bottom, &fiber_host_bytes);
}
static inline void fiber_leave_guest(struct rt_private *own) {
  (void)own;
  void *unused;
  __sanitizer_start_switch_fiber(&unused, fiber_host_bottom, fiber_host_bytes);
}
static inline void fiber_arrive_in_guest(struct rt_private *own) {
  (void)own;
  __sanitizer_finish_switch_fiber(NULL, &fiber_host_bottom, &fiber_host_bytes);
}
/* The stack goes away with frames on it, whose red zones must not outlive it. */
static inline void fiber_forget(struct rt_private *own) {
  void __asan_unpoison_memory_region(void const volatile *, size_t);
  __asan_unpoison_memory_region(own->stack.start, own->stack.bytes);
}
#else
static inline void fiber_leave_host(struct rt_private *own) {
  (void)own;
}
static inline void fiber_arrive_in_host(struct rt_private *own) {
  (void)own;
}
static inline void fiber_first_arrival(struct rt_private *own) {
  (void)own;
}
static inline void fiber_leave_guest(struct rt_private *own) {
  (void)own;
}
static inline void fiber_arrive_in_guest(struct rt_private *own) {
  (void)own;
}
static inline void fiber_forget(struct rt_private *own) {
  (void)own;
}
#endif

#endif
