/* How the platform's calling convention passes arguments, as entry_*.S lays them out. */
#ifndef PGLITEJ_ENTRY_H
#define PGLITEJ_ENTRY_H

#include "runtime.h"

#if defined(__x86_64__)
#define RT_INTEGER_REGISTERS 6u
#elif defined(__aarch64__)
#define RT_INTEGER_REGISTERS 8u
#else
#error "no stack switching for this architecture yet: see switch_x86_64_sysv.S and switch_aarch64.S"
#endif
#define RT_FLOATING_REGISTERS 8u
#define RT_HOST_FUNCTION_PIECE_BYTES 16

extern const char rt_host_function_pieces[];

/* Called by the pieces: a guest called host function `index` through its table. */
uint64_t rt_host_function(rt_guest *g, uint32_t index, const uint64_t *integers, const uint64_t *floats,
                          const uint64_t *stack);

#endif
