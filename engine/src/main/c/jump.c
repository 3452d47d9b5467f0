/*
 * longjmp as Emscripten does it. invoke_* makes a setjmp point in its own frame and links it here;
 * _emscripten_throw_longjmp unwinds to the innermost one, past calls of the host where such stand in between: the host
 * learns that from the depth of the guest's next request.
 */
#define _GNU_SOURCE
#include "runtime.h"

uint32_t rt_stack_pointer(rt_guest *g) {
  int64_t cell = rt_private(g)->stack_pointer_cell;
  return cell == 0 ? 0 : *(uint32_t *)((char *)g + cell);
}

void rt_set_stack_pointer(rt_guest *g, uint32_t value) {
  int64_t cell = rt_private(g)->stack_pointer_cell;
  if (cell != 0) {
    *(uint32_t *)((char *)g + cell) = value;
  }
}

void rt_jump_enter(rt_guest *g, struct rt_jump *jump) {
  struct rt_header *header = rt_header(g);
  jump->outer = header->jump;
  jump->stack_pointer = rt_stack_pointer(g);
  jump->depth = rt_private(g)->depth;
  header->jump = jump;
}

void rt_jump_landed(rt_guest *g, struct rt_jump *jump) {
  rt_header(g)->jump = jump->outer;
  rt_set_stack_pointer(g, jump->stack_pointer);
  struct rt_private *own = rt_private(g);
  if (own->set_threw != NULL) {
    own->set_threw(g, 1, 0);
  }
}

void rt_throw_longjmp(rt_guest *g) {
  struct rt_private *own = rt_private(g);
  struct rt_jump *jump = rt_header(g)->jump;
  if (jump == NULL) {
    own->control.trap_at = (uint64_t)(uintptr_t)__builtin_return_address(0) - 1;
    rt_trap_raise(g, RT_TRAP_LONGJMP_WITHOUT_FRAME);
  }
  while (own->call->depth > jump->depth) {
    own->call = own->call->outer;
  }
  own->depth = jump->depth;
  _longjmp(jump->state, 1);
}
