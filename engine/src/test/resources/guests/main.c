/* A main module by hand: what a translated one looks like to the runtime, with an export for each thing to test. */
#include "fixture.h"

enum { CELL_STACK_POINTER = 0, CELL_THREW = 8, SLOT_HOST = 16, SLOT_LONGJMP = 24, SLOT_HOOK = 32, SLOT_MISSING = 40,
       SLOT_RANDOM = 48, SLOT_NOW = 56, CELL_DATA = 64, SLOT_RESIZE = 72, AREA_SIZE = 128 };
enum { IMPORT_HOST, IMPORT_LONGJMP, IMPORT_HOOK, IMPORT_MISSING, IMPORT_RANDOM, IMPORT_NOW, IMPORT_RESIZE };

static struct rt_module_state state;

typedef uint32_t unary(rt_guest *, uint32_t);
typedef uint32_t binary(rt_guest *, uint32_t, uint32_t);
typedef void nullary(rt_guest *);
typedef double no_to_double(rt_guest *);
#define SLOT(type, slot) (G(type *, AREA(slot)))

static uint32_t host_host(rt_guest *g, uint32_t a, uint32_t b) { return yield(g, state.id, IMPORT_HOST, a, b); }
static void host_longjmp(rt_guest *g) { yield(g, state.id, IMPORT_LONGJMP, 0, 0); }
static uint32_t host_missing(rt_guest *g, uint32_t a) { return yield(g, state.id, IMPORT_MISSING, a, 0); }
static uint32_t host_random(rt_guest *g, uint32_t a, uint32_t b) { return yield(g, state.id, IMPORT_RANDOM, a, b); }
static double host_now(rt_guest *g) { yield(g, state.id, IMPORT_NOW, 0, 0); return 0; }
static uint32_t host_resize(rt_guest *g, uint32_t a) { return yield(g, state.id, IMPORT_RESIZE, a, 0); }

static uint32_t doubled_original(rt_guest *g, uint32_t a) { (void)g; return 2 * a; }
static uint32_t host_hook(rt_guest *g, uint32_t a) {
  uint32_t result = yield(g, state.id, IMPORT_HOOK, a, 0);
  return rt_header(g)->request.answer == RT_ANSWER_PROCEED ? doubled_original(g, a) : result;
}
static uint32_t doubled(rt_guest *g, uint32_t a) {
  unary *hook = SLOT(unary, SLOT_HOOK);
  return hook == 0 ? doubled_original(g, a) : hook(g, a);
}

static uint32_t add(rt_guest *g, uint32_t a, uint32_t b) { (void)g; return a + b; }
static uint32_t call_host(rt_guest *g, uint32_t a, uint32_t b) { return SLOT(binary, SLOT_HOST)(g, a, b) + 1; }
static uint32_t call_missing(rt_guest *g, uint32_t a) { return SLOT(unary, SLOT_MISSING)(g, a); }
static uint32_t spin_host(rt_guest *g, uint32_t n) {
  uint32_t sum = 0;
  for (uint32_t i = 0; i < n; i++) sum += SLOT(binary, SLOT_HOST)(g, i, 0);
  return sum;
}
static uint32_t load(rt_guest *g, uint32_t a) { return LOAD32(a); }
static uint32_t store(rt_guest *g, uint32_t a, uint32_t v) { LOAD32(a) = v; return v; }
static uint32_t load_far(rt_guest *g, uint32_t a) { return *(uint32_t *)((char *)g + (uint64_t)a + 0xffffffffu); }
static uint32_t divide(rt_guest *g, uint32_t a, uint32_t b) {
  if (b == 0) rt_header(g)->api->trap(g, RT_TRAP_INTEGER_DIVIDE_BY_ZERO);
  return a / b;
}
static uint32_t overflow(rt_guest *g, uint32_t a) {
  volatile char pad[256];
  pad[a % 256] = (char)a;
  return overflow(g, a + 1) + (uint32_t)pad[a % 256] + 1;
}
static uint32_t grow(rt_guest *g, uint32_t pages) { return rt_header(g)->api->memory_grow(g, pages); }
static uint32_t call_table(rt_guest *g, uint32_t index, uint32_t a) {
  struct rt_entry *entry = &rt_table(g)[index];
  if (entry->type == 0) rt_header(g)->api->trap(g, RT_TRAP_UNDEFINED_ELEMENT);
  if (entry->type != fnv("i:i")) rt_header(g)->api->trap(g, RT_TRAP_INDIRECT_CALL_TYPE);
  return ((unary *)entry->code)(g, a);
}
typedef uint64_t wide(rt_guest *, uint32_t, uint64_t, double, float, uint32_t, uint64_t, uint64_t, uint32_t, double);
static uint32_t call_wide(rt_guest *g, uint32_t index, uint32_t a) {
  return (uint32_t)((wide *)rt_table(g)[index].code)(g, a, (uint64_t)1 << 40, 2.5, 1.5f, 5, 6, 7, 0xffffffff, -8.0);
}
static uint32_t now_is_positive(rt_guest *g) { return SLOT(no_to_double, SLOT_NOW)(g) > 0; }
static uint32_t random_fill(rt_guest *g, uint32_t a, uint32_t n) { return SLOT(binary, SLOT_RANDOM)(g, a, n); }
static uint32_t resize(rt_guest *g, uint32_t bytes) { return SLOT(unary, SLOT_RESIZE)(g, bytes); }

/* invoke_ii(call the host with (a, b)), as generated code does it; 1000 + __THREW__ after a longjmp. */
static void set_threw(rt_guest *g, uint32_t a, uint32_t b) { G(uint32_t, AREA(CELL_THREW)) = a + b; }
static uint32_t invoke(rt_guest *g, uint32_t a, uint32_t b) {
  struct rt_jump jump;
  rt_header(g)->api->jump_enter(g, &jump);
  if (_setjmp(jump.state) == 0) {
    G(uint32_t, AREA(CELL_STACK_POINTER)) -= 64;
    uint32_t result = SLOT(binary, SLOT_HOST)(g, a, b);
    G(uint32_t, AREA(CELL_STACK_POINTER)) += 64;
    rt_header(g)->jump = jump.outer;
    return result;
  }
  rt_header(g)->api->jump_landed(g, &jump);
  return 1000 + G(uint32_t, AREA(CELL_THREW));
}
static void longjmp_(rt_guest *g) { SLOT(nullary, SLOT_LONGJMP)(g); }
/* After the landing the guest goes on and asks again, which is when the host learns of it. */
static uint32_t invoke_then_host(rt_guest *g, uint32_t a, uint32_t b) {
  uint32_t landed = invoke(g, a, b);
  return SLOT(binary, SLOT_HOST)(g, 77, landed);
}
static uint32_t identity(rt_guest *g, uint32_t a) { (void)g; return a; }
static uint32_t calloc_(rt_guest *g, uint32_t n, uint32_t size) {
  uint32_t at = LOAD32(8);
  LOAD32(8) = at + (n * size + 15) / 16 * 16;
  return at;
}

static void init_globals(rt_guest *g) {
  G(uint32_t, AREA(CELL_STACK_POINTER)) = 4096;
  G(uint32_t, AREA(CELL_DATA)) = 512;
}
static void init_table(rt_guest *g) {
  rt_table(g)[1] = (struct rt_entry){.type = fnv("i:i"), .code = (rt_code)identity};
  rt_table(g)[2] = (struct rt_entry){.type = fnv("ii:i"), .code = (rt_code)add};
}
static void init_memory(rt_guest *g) {
  LOAD32(8) = 65536;
  memcpy((char *)g + 512, "data", 5);
}
static void start(rt_guest *g) { LOAD32(16) = 42; }

static struct rt_type types[] = {
    {":", 0, enter_v_v},      {":i", 0, enter_v_i},    {"i:", 0, enter_i_v}, {"i:i", 0, enter_i_i},
    {"ii:i", 0, enter_ii_i}, {"ii:", 0, enter_ii_v}, {":d", 0, enter_v_v},
};
enum { T_V, T_I, T_I_V, T_I_I, T_II_I, T_II, T_D };
static const struct rt_import imports[] = {
    {"env", "host", RT_KIND_FUNCTION, T_II_I, SLOT_HOST, (rt_code)host_host, 0},
    {"env", "_emscripten_throw_longjmp", RT_KIND_FUNCTION, T_V, SLOT_LONGJMP, (rt_code)host_longjmp, 0},
    {"hook", "doubled", RT_KIND_FUNCTION, T_I_I, SLOT_HOOK, (rt_code)host_hook, 0},
    {"env", "missing", RT_KIND_FUNCTION, T_I_I, SLOT_MISSING, (rt_code)host_missing, 0},
    {"wasi_snapshot_preview1", "random_get", RT_KIND_FUNCTION, T_II_I, SLOT_RANDOM, (rt_code)host_random, 0},
    {"env", "emscripten_get_now", RT_KIND_FUNCTION, T_D, SLOT_NOW, (rt_code)host_now, 0},
    {"env", "emscripten_resize_heap", RT_KIND_FUNCTION, T_I_I, SLOT_RESIZE, (rt_code)host_resize, 0},
};
static const struct rt_function functions[] = {
    {(rt_code)add, T_II_I, 0x10},
    {(rt_code)call_host, T_II_I, 0x20},
    {(rt_code)divide, T_II_I, 0x30},
    {(rt_code)load, T_I_I, 0x40},
    {(rt_code)overflow, T_I_I, 0x50},
    {(rt_code)load_far, T_I_I, 0x60},
    {(rt_code)call_missing, T_I_I, 0x70},
    {(rt_code)spin_host, T_I_I, 0x80},
    {(rt_code)store, T_II_I, 0x90},
    {(rt_code)grow, T_I_I, 0xa0},
    {(rt_code)call_table, T_II_I, 0xb0},
    {(rt_code)call_wide, T_II_I, 0xc0},
    {(rt_code)now_is_positive, T_I, 0xd0},
    {(rt_code)random_fill, T_II_I, 0xe0},
    {(rt_code)resize, T_I_I, 0xf0},
    {(rt_code)invoke, T_II_I, 0x100},
    {(rt_code)invoke_then_host, T_II_I, 0x110},
    {(rt_code)longjmp_, T_V, 0x120},
    {(rt_code)doubled, T_I_I, 0x130},
    {(rt_code)set_threw, T_II, 0x140},
    {(rt_code)calloc_, T_II_I, 0x150},
    {(rt_code)identity, T_I_I, 0x160},
};
#define FUNCTION(name, type, code, index) {name, RT_KIND_FUNCTION, type, (rt_code)code, index, 0}
static const struct rt_export exports[] = {
    FUNCTION("add", T_II_I, add, 3),
    FUNCTION("call_host", T_II_I, call_host, 4),
    FUNCTION("divide", T_II_I, divide, 5),
    FUNCTION("load", T_I_I, load, 6),
    FUNCTION("overflow", T_I_I, overflow, 7),
    FUNCTION("load_far", T_I_I, load_far, 8),
    FUNCTION("call_missing", T_I_I, call_missing, 9),
    FUNCTION("spin_host", T_I_I, spin_host, 10),
    FUNCTION("store", T_II_I, store, 11),
    FUNCTION("grow", T_I_I, grow, 12),
    FUNCTION("call_table", T_II_I, call_table, 13),
    FUNCTION("call_wide", T_II_I, call_wide, 14),
    FUNCTION("now_is_positive", T_I, now_is_positive, 15),
    FUNCTION("random_fill", T_II_I, random_fill, 16),
    FUNCTION("resize", T_I_I, resize, 17),
    FUNCTION("invoke", T_II_I, invoke, 18),
    FUNCTION("invoke_then_host", T_II_I, invoke_then_host, 19),
    FUNCTION("longjmp", T_V, longjmp_, 20),
    FUNCTION("doubled", T_I_I, doubled, 21),
    FUNCTION("setThrew", T_II, set_threw, 22),
    FUNCTION("calloc", T_II_I, calloc_, 23),
    FUNCTION("identity", T_I_I, identity, 24),
    {"__stack_pointer", RT_KIND_GLOBAL, 'i', 0, CELL_STACK_POINTER, 1},
    {"data", RT_KIND_GLOBAL, 'i', 0, CELL_DATA, 0},
};

/* Ids are known when a module is compiled; by hand they are computed when it is loaded. */
__attribute__((constructor)) static void set_type_ids(void) {
  for (size_t i = 0; i < COUNT(types); i++) types[i].id = fnv(types[i].signature);
}

__attribute__((visibility("default"))) const struct rt_module pglitej_module = {
    .abi = RT_ABI,
    .name = "main",
    .wasm_sha256 = "00",
    .state = &state,
    .area_bytes = AREA_SIZE,
    .type_count = COUNT(types),
    .import_count = COUNT(imports),
    .export_count = COUNT(exports),
    .function_count = COUNT(functions),
    .types = types,
    .imports = imports,
    .exports = exports,
    .functions = functions,
    .memory_min_pages = 2,
    .memory_max_pages = 16,
    .table_min = 4,
    .table_max = 64,
    .init_globals = init_globals,
    .init_table = init_table,
    .init_memory = init_memory,
    .start = (rt_code)start,
};
