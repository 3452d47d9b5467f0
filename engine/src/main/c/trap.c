/* Traps end a guest: it tells the host and is never resumed again. */
#include "runtime.h"

void rt_trap_raise(rt_guest *g, enum rt_trap trap) {
  struct rt_private *own = rt_private(g);
  struct rt_request *request = &rt_header(g)->request;
  request->kind = RT_REQUEST_TRAPPED;
  request->trap = trap;
  request->depth = own->depth;
  own->dead = true;
  for (;;) {
    rt_yield(g);
  }
}

void rt_trap(rt_guest *g, enum rt_trap trap) {
  /* Less 1: nothing need follow a call that does not return, so the return address may be another function's. */
  rt_private(g)->control.trap_at = (uint64_t)(uintptr_t)__builtin_return_address(0) - 1;
  rt_header(g)->request.fault = 0;
  rt_trap_raise(g, trap);
}
