/* What the files of small share. Generated; do not edit. */
#ifndef MODULE_small_H
#define MODULE_small_H

#include "rt.h"
#include "rt_access.h"
#include "rt_numeric.h"

#pragma GCC visibility push(hidden)

struct results_di { f64 r0; u32 r1; };
typedef u32 (*type_ii_i)(rt_guest *, u32, u32);
#define TYPE_ii_i 0x7bc0d7dau
typedef u64 (*type_ii_j)(rt_guest *, u32, u32);
#define TYPE_ii_j 0x7ac0d647u
typedef u32 (*type_i_i)(rt_guest *, u32);
#define TYPE_i_i 0x9bb8f3c9u
typedef u32 (*type_v_i)(rt_guest *);
#define TYPE_v_i 0x4505ae4cu
typedef struct results_di (*type_dd_di)(rt_guest *, f64, f64);
#define TYPE_dd_di 0x3c48c9d6u
typedef f64 (*type_di_d)(rt_guest *, f64, u32);
#define TYPE_di_d 0x66e87f08u

extern struct rt_module_state module_state;
extern const unsigned char small_data[];

/* A cell of this module's area. */
static inline char *own_cell(rt_guest *g, u32 offset) {
  return (char *)g + RT_AREA_OFFSET + offset;
}

/* The cell of an imported mutable global, which lies elsewhere. */
static inline char *imported_cell(rt_guest *g, u32 slot) {
  return (char *)g + (int64_t)i64_get(own_cell(g, slot));
}

#define global_0___stack_pointer 8
#define global_1_version 16
extern const struct rt_entry elements_0[];

static inline u32 import_0_write(rt_guest *g, u32 p0, u32 p1) {
  return ((type_ii_i)code_get(own_cell(g, 0)))(g, p0, p1);
}
u32 f1_invoke_ii(rt_guest *g, u32 p0, u32 p1);

u64 f2_sum(rt_guest *, u32, u32);
u32 f3_factorial(rt_guest *, u32);
u32 f4_greet(rt_guest *);
u32 f5(rt_guest *, u32);
struct results_di f6(rt_guest *, f64, f64);
u32 f7_pid(rt_guest *);
f64 f8_use(rt_guest *, f64, u32);

#pragma GCC visibility pop

#endif
