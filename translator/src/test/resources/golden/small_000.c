/* Functions 2 to 8 of small. Generated; do not edit. */
#include "small.h"

/* 0x0000d2 ii:j, exported as "sum" */
u64 f2_sum(rt_guest *g, u32 p0, u32 p1) {
  u64 l2 = 0;
  if (p1 == 0) goto L1;
  L2:;
  l2 = l2 + i64_load32_s(g, p0, 4);
  p0 = p0 + 4u;
  p1 = p1 - 1u;
  if (p1) goto L2;
  L1:;
  return l2;
}

/* 0x0000fe i:i, exported as "factorial" */
u32 f3_original(rt_guest *g, u32 p0);
u32 f3_original(rt_guest *g, u32 p0) {
  u32 b2;
  if ((s32)p0 <= 1) {
    b2 = 1u;
  } else {
    b2 = p0 * f3_factorial(g, p0 - 1u);
  }
  return b2;
}

/* The hook of f3_original */
u32 f3_factorial(rt_guest *g, u32 p0) {
  rt_code hook = code_get(own_cell(g, 24));
  if (hook != 0) {
    return ((type_i_i)hook)(g, p0);
  } else {
    return f3_original(g, p0);
  }
}

/* 0x000116 :i, exported as "greet" */
u32 f4_greet(rt_guest *g) {
  u32 l0 = 0;
  l0 = i32_get(own_cell(g, global_0___stack_pointer)) - 16u;
  i32_set(own_cell(g, global_0___stack_pointer), l0);
  i32_store(g, l0, 8, 1024u);
  i32_store(g, l0, 12, 13u);
  u32 t1 = import_0_write(g, i32_load(g, l0, 8), i32_load(g, l0, 12));
  i32_set(own_cell(g, global_0___stack_pointer), l0 + 16u);
  return t1;
}

/* 0x000146 i:i */
u32 f5_original(rt_guest *g, u32 p0);
u32 f5_original(rt_guest *g, u32 p0) {
  switch (p0) {
    case 0: case 2:
      goto L3;
    case 1:
      goto L2;
    default:
      goto L1;
  }
  L3:;
  return 10u;
  L2:;
  return 20u;
  L1:;
  return f1_invoke_ii(g, 3u, 18u);
}

/* The hook of f5_original */
u32 f5(rt_guest *g, u32 p0) {
  rt_code hook = code_get(own_cell(g, 32));
  if (hook != 0) {
    return ((type_i_i)hook)(g, p0);
  } else {
    return f5_original(g, p0);
  }
}

/* 0x000167 dd:di */
struct results_di f6(rt_guest *g, f64 p0, f64 p1) {
  return (struct results_di){p0 / p1, i32_trunc_f64_s(g, f64_max(p0, 0x1.999999999999ap-4))};
}

/* 0x00017c :i, exported as "pid" */
u32 f7_pid(rt_guest *g) {
  return i32_get(own_cell(g, 40 /* MyPid */));
}

/* 0x000181 di:d, exported as "use" */
f64 f8_use(rt_guest *g, f64 p0, u32 p1) {
  struct results_di r1 = f6(g, p0, 100.0);
  f64 t1 = r1.r0;
  u32 t2 = r1.r1;
  return t1 + ((f64)(s32)i32_div_s(g, t2, p1 & 0xfffffff8u) - -p0);
}
