/* Guests: making and freeing them, and the conversation with the host across the switch of stacks. */
#define _GNU_SOURCE
#include <errno.h>

#include "fiber.h"
#include "runtime.h"

static const struct rt_api api = {
    .host_call = rt_host_call,
    .trap = rt_trap,
    .memory_grow = rt_memory_grow,
    .table_grow = rt_table_grow,
    .jump_enter = rt_jump_enter,
    .jump_landed = rt_jump_landed,
};

void rt_enter_plain(rt_guest *g, rt_code code, const uint64_t *arguments, uint64_t *results) {
  (void)arguments;
  (void)results;
  ((void (*)(rt_guest *))code)(g);
}

/* Runs the call that the host asks for, here, on top of whatever this stack already holds. */
static void run_call(rt_guest *g) {
  struct rt_private *own = rt_private(g);
  struct rt_request *request = &rt_header(g)->request;
  struct rt_call call = {
      .outer = own->call,
      .jump = rt_header(g)->jump,
      .stack_pointer = rt_stack_pointer(g),
      .depth = ++own->depth,
  };
  own->call = &call;
  if (_setjmp(call.base) == 0) {
    typedef void enter_function(rt_guest *, rt_code, const uint64_t *, uint64_t *);
    enter_function *enter = (enter_function *)(uintptr_t)own->control.enter;
    enter(g, (rt_code)(uintptr_t)own->control.code, request->argument, request->result);
    request->kind = RT_REQUEST_RETURNED;
  } else {
    rt_set_stack_pointer(g, call.stack_pointer);
    request->kind = RT_REQUEST_ABANDONED;
  }
  own->call = call.outer;
  rt_header(g)->jump = call.jump;
  request->depth = call.depth;
  own->depth = call.depth - 1;
}

/* The bottom of a guest's stack: one call of the host after the other. */
static void guest_main(rt_guest *g) {
  fiber_first_arrival(rt_private(g));
  for (;;) {
    run_call(g);
    rt_yield(g);
  }
}

void rt_host_call(rt_guest *g) {
  struct rt_private *own = rt_private(g);
  struct rt_request *request = &rt_header(g)->request;
  request->kind = RT_REQUEST_HOST_CALL;
  request->depth = own->depth;
  rt_yield(g);
  while (own->control.command == RT_COMMAND_CALL) {
    run_call(g);
    rt_yield(g);
  }
  if (own->control.command == RT_COMMAND_ABANDON) {
    _longjmp(own->call->base, 1);
  }
}

enum rt_status rt_resume(rt_guest *g) {
  struct rt_private *own = rt_private(g);
  if (atomic_exchange_explicit(&own->running, 1, memory_order_acquire) != 0) {
    return RT_BUSY;
  }
  enum rt_status status = own->dead ? RT_DEAD : rt_signal_thread();
  if (status == RT_OK) {
    rt_current_guest = g;
    fiber_leave_host(own);
    rt_switch(&own->host_sp, own->guest_sp);
    fiber_arrive_in_host(own);
    rt_current_guest = NULL;
  }
  atomic_store_explicit(&own->running, 0, memory_order_release);
  return status;
}

static uint32_t smaller(uint64_t a, uint64_t b) {
  return (uint32_t)(a < b ? a : b);
}

/* What a guest of the module that has not run has in its header apart from limits. */
static void set_header(rt_guest *g, const struct rt_module *module) {
  struct rt_private *own = rt_private(g);
  rt_header(g)->api = &api;
  rt_header(g)->stack_top = rt_stack_top(&own->stack);
  own->module = module;
  own->guest_sp = rt_switch_prepare(rt_stack_top(&own->stack), guest_main, g);
  const struct rt_export *stack_pointer = rt_module_export(module, "__stack_pointer", RT_KIND_GLOBAL);
  own->stack_pointer_cell = stack_pointer == NULL ? 0 : rt_area_distance(module, stack_pointer->index);
  const struct rt_export *set_threw = rt_module_export(module, "setThrew", RT_KIND_FUNCTION);
  own->set_threw = set_threw == NULL ? NULL : (void (*)(rt_guest *, uint32_t, uint32_t))set_threw->code;
}

/* A guest of the module without anything in its memory or table. */
enum rt_status rt_guest_prepare(const struct rt_module *module, struct rt_limits limits, rt_guest **guest) {
  enum rt_status status = rt_signal_install();
  if (status != RT_OK) {
    return status;
  }
  rt_guest *g;
  status = rt_reserve(&g);
  if (status != RT_OK) {
    return status;
  }
  status = rt_stack_create(limits.stack_bytes, &rt_private(g)->stack);
  if (status != RT_OK) {
    int cause = errno;
    rt_release(g);
    errno = cause;
    return status;
  }
  struct rt_header *header = rt_header(g);
  header->memory_max_pages = smaller(smaller(module->memory_max_pages, limits.memory_bytes / RT_WASM_PAGE), RT_WASM_PAGE);
  header->table_max = smaller(module->table_max, RT_TABLE_CAPACITY);
  set_header(g, module);
  *guest = g;
  return RT_OK;
}

void rt_guest_renew(rt_guest *g) {
  struct rt_header *header = rt_header(g);
  struct rt_private *own = rt_private(g);
  struct rt_header former = *header;
  struct rt_private kept = {.stack = own->stack, .module = own->module, .backed = own->backed, .image_runs = own->image_runs};
  fiber_forget(own);
  *header = (struct rt_header){0};
  header->memory_pages = former.memory_pages;
  header->memory_max_pages = former.memory_max_pages;
  header->table_max = former.table_max;
  *own = kept;
  set_header(g, own->module);
}

static void set_initial_slots(rt_guest *g, const struct rt_module *module) {
  for (uint32_t i = 0; i < module->import_count; i++) {
    const struct rt_import *import = &module->imports[i];
    if (import->kind == RT_KIND_FUNCTION && strcmp(import->module, "hook") != 0) {
      *(rt_code *)((char *)g + rt_area_distance(module, import->slot)) = import->host;
    }
  }
}

enum rt_status rt_guest_create(const struct rt_module *module, struct rt_limits limits, rt_guest **guest) {
  if (module->is_side_module || module->memory_min_pages > limits.memory_bytes / RT_WASM_PAGE) {
    return module->is_side_module ? RT_INVALID : RT_EXHAUSTED;
  }
  rt_guest *g;
  enum rt_status status = rt_guest_prepare(module, limits, &g);
  if (status != RT_OK) {
    return status;
  }
  if (rt_memory_grow(g, module->memory_min_pages) != 0) {
    int cause = errno;
    rt_guest_close(g);
    errno = cause;
    return RT_SYSTEM;
  }
  rt_header(g)->table_size = module->table_min;
  set_initial_slots(g, module);
  *guest = g;
  return RT_OK;
}

enum rt_status rt_guest_close(rt_guest *g) {
  struct rt_private *own = rt_private(g);
  if (atomic_exchange_explicit(&own->running, 1, memory_order_acquire) != 0) {
    return RT_BUSY;
  }
  fiber_forget(own);
  rt_ranges_free(&own->backed);
  rt_stack_free(&own->stack);
  rt_release(g);
  return RT_OK;
}
