/* What generated modules also have: shorthands for modules written by hand in tests. */
#ifndef FIXTURE_H
#define FIXTURE_H

#include "rt.h"

#define G(type, distance) (*(type *)((char *)g + (distance)))
#define LOAD32(address) (*(uint32_t *)((char *)g + (uint32_t)(address)))
#define AREA(offset) (RT_AREA_OFFSET + (offset))
#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static inline uint32_t fnv(const char *text) {
  uint32_t hash = 0x811c9dc5u;
  for (; *text != 0; text++) {
    hash = (hash ^ (uint8_t)*text) * 0x01000193u;
  }
  return hash;
}

/* enter functions of the types that tests use */
static inline void enter_v_v(rt_guest *g, rt_code code, const uint64_t *a, uint64_t *r) {
  (void)a, (void)r;
  ((void (*)(rt_guest *))code)(g);
}
static inline void enter_v_i(rt_guest *g, rt_code code, const uint64_t *a, uint64_t *r) {
  (void)a;
  r[0] = ((uint32_t(*)(rt_guest *))code)(g);
}
static inline void enter_i_v(rt_guest *g, rt_code code, const uint64_t *a, uint64_t *r) {
  (void)r;
  ((void (*)(rt_guest *, uint32_t))code)(g, (uint32_t)a[0]);
}
static inline void enter_i_i(rt_guest *g, rt_code code, const uint64_t *a, uint64_t *r) {
  r[0] = ((uint32_t(*)(rt_guest *, uint32_t))code)(g, (uint32_t)a[0]);
}
static inline void enter_ii_i(rt_guest *g, rt_code code, const uint64_t *a, uint64_t *r) {
  r[0] = ((uint32_t(*)(rt_guest *, uint32_t, uint32_t))code)(g, (uint32_t)a[0], (uint32_t)a[1]);
}
static inline void enter_ii_v(rt_guest *g, rt_code code, const uint64_t *a, uint64_t *r) {
  (void)r;
  ((void (*)(rt_guest *, uint32_t, uint32_t))code)(g, (uint32_t)a[0], (uint32_t)a[1]);
}

/* What a generated `host` function does for a type of up to two i32 and an i32 result. */
static inline uint32_t yield(rt_guest *g, uint32_t module, uint32_t import, uint32_t a, uint32_t b) {
  struct rt_request *request = &rt_header(g)->request;
  request->argument[0] = a;
  request->argument[1] = b;
  request->module = module;
  request->import = import;
  rt_header(g)->api->host_call(g);
  return (uint32_t)request->result[0];
}

#endif
