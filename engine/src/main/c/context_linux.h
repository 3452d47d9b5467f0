/* What a Linux signal handler reads and changes of the code that it interrupted. */
#ifndef PGLITEJ_CONTEXT_LINUX_H
#define PGLITEJ_CONTEXT_LINUX_H

#include <ucontext.h>

#include "runtime.h"

#if defined(__x86_64__)
static inline uint64_t context_pc(const ucontext_t *context) {
  return (uint64_t)context->uc_mcontext.gregs[REG_RIP];
}

/* Makes the interrupted code continue as raise(g, trap) on the stack that ends at top. */
static inline void context_call(ucontext_t *context, void (*raise)(rt_guest *, enum rt_trap), rt_guest *g,
                                enum rt_trap trap, char *top) {
  greg_t *registers = context->uc_mcontext.gregs;
  registers[REG_RDI] = (greg_t)(uintptr_t)g;
  registers[REG_RSI] = (greg_t)trap;
  registers[REG_RSP] = (greg_t)(uintptr_t)top - 24; /* as if a call had just pushed its return address */
  registers[REG_RBP] = 0;
  registers[REG_RIP] = (greg_t)(uintptr_t)raise;
  registers[REG_EFL] &= ~(greg_t)0x400; /* the direction flag */
}
#elif defined(__aarch64__)
static inline uint64_t context_pc(const ucontext_t *context) {
  return context->uc_mcontext.pc;
}

static inline void context_call(ucontext_t *context, void (*raise)(rt_guest *, enum rt_trap), rt_guest *g,
                                enum rt_trap trap, char *top) {
  mcontext_t *machine = &context->uc_mcontext;
  machine->regs[0] = (uint64_t)(uintptr_t)g;
  machine->regs[1] = (uint64_t)trap;
  machine->regs[29] = 0;
  machine->regs[30] = 0;
  machine->sp = (uint64_t)(uintptr_t)top - 16;
  machine->pc = (uint64_t)(uintptr_t)raise;
}
#endif

#endif
