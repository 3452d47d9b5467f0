/* A side module by hand. With -DSECOND it is another one, which uses the first. */
#include "fixture.h"

enum { SLOT_MEMORY_BASE = 0, SLOT_TABLE_BASE = 8, SLOT_STACK_POINTER = 16, SLOT_GOT_DATA = 24, SLOT_GOT_IDENTITY = 32,
       SLOT_GOT_OWN = 40, SLOT_ADD = 48, SLOT_NOWHERE = 56, SLOT_HOST = 64, SLOT_GOT_LATER = 72, CELL_DATUM = 80,
       AREA_SIZE = 96 };
enum { IMPORT_ADD = 6, IMPORT_NOWHERE = 7, IMPORT_HOST = 8 };

static struct rt_module_state state;
typedef uint32_t unary(rt_guest *, uint32_t);
typedef uint32_t binary(rt_guest *, uint32_t, uint32_t);
#define OWN(type, slot) G(type, RT_AREA_OFFSET + (ptrdiff_t)state.area_offset + (slot))
#define CELL(slot) G(uint32_t, OWN(int64_t, slot))

static uint32_t host_add(rt_guest *g, uint32_t a, uint32_t b) { return yield(g, state.id, IMPORT_ADD, a, b); }
static uint32_t host_nowhere(rt_guest *g, uint32_t a) { return yield(g, state.id, IMPORT_NOWHERE, a, 0); }
static uint32_t host_host(rt_guest *g, uint32_t a, uint32_t b) { return yield(g, state.id, IMPORT_HOST, a, b); }

static uint32_t side_add(rt_guest *g, uint32_t a, uint32_t b) { return OWN(binary *, SLOT_ADD)(g, a, b); }
static uint32_t side_host(rt_guest *g, uint32_t a, uint32_t b) { return OWN(binary *, SLOT_HOST)(g, a, b); }
static uint32_t side_nowhere(rt_guest *g, uint32_t a) { return OWN(unary *, SLOT_NOWHERE)(g, a); }
static uint32_t tripled(rt_guest *g, uint32_t a) { (void)g; return 3 * a; }
/* What the linker told: 0 memory base, 1 table base, 2 stack pointer, 3 data, 4 identity, 5 own function, 6 later, 7 relocs */
static uint32_t told(rt_guest *g, uint32_t what) {
  switch (what) {
    case 0: return OWN(uint32_t, SLOT_MEMORY_BASE);
    case 1: return OWN(uint32_t, SLOT_TABLE_BASE);
    case 2: return CELL(SLOT_STACK_POINTER);
    case 3: return CELL(SLOT_GOT_DATA);
    case 4: return CELL(SLOT_GOT_IDENTITY);
    case 5: return CELL(SLOT_GOT_OWN);
    case 6: return CELL(SLOT_GOT_LATER);
    default: return LOAD32(OWN(uint32_t, SLOT_MEMORY_BASE) + 4);
  }
}
static void relocate(rt_guest *g) { LOAD32(OWN(uint32_t, SLOT_MEMORY_BASE) + 4) += 10; }
static void construct(rt_guest *g) { LOAD32(OWN(uint32_t, SLOT_MEMORY_BASE) + 4) *= 10; }

static void init_globals(rt_guest *g) { OWN(uint32_t, CELL_DATUM) = 12; }
static void init_table(rt_guest *g) {
  rt_table(g)[OWN(uint32_t, SLOT_TABLE_BASE)] = (struct rt_entry){.type = fnv("i:i"), .code = (rt_code)tripled};
}
static void init_memory(rt_guest *g) { LOAD32(OWN(uint32_t, SLOT_MEMORY_BASE) + 4) = 1; }

static struct rt_type types[] = {{":", 0, enter_v_v}, {"i:i", 0, enter_i_i}, {"ii:i", 0, enter_ii_i}};
enum { T_V, T_I_I, T_II_I };
static const struct rt_import imports[] = {
    {"env", "__memory_base", RT_KIND_GLOBAL, 'i', SLOT_MEMORY_BASE, 0, 0},
    {"env", "__table_base", RT_KIND_GLOBAL, 'i', SLOT_TABLE_BASE, 0, 0},
    {"env", "__stack_pointer", RT_KIND_GLOBAL, 'i', SLOT_STACK_POINTER, 0, 1},
    {"GOT.mem", "data", RT_KIND_GLOBAL, 'i', SLOT_GOT_DATA, 0, 1},
    {"GOT.func", "identity", RT_KIND_GLOBAL, 'i', SLOT_GOT_IDENTITY, 0, 1},
#ifdef SECOND
    {"GOT.func", "second_own", RT_KIND_GLOBAL, 'i', SLOT_GOT_OWN, 0, 1},
    {"env", "side_add", RT_KIND_FUNCTION, T_II_I, SLOT_ADD, (rt_code)host_add, 0},
#else
    {"GOT.func", "side_own", RT_KIND_GLOBAL, 'i', SLOT_GOT_OWN, 0, 1},
    {"env", "add", RT_KIND_FUNCTION, T_II_I, SLOT_ADD, (rt_code)host_add, 0},
#endif
    {"env", "nowhere", RT_KIND_FUNCTION, T_I_I, SLOT_NOWHERE, (rt_code)host_nowhere, 0},
    {"env", "host", RT_KIND_FUNCTION, T_II_I, SLOT_HOST, (rt_code)host_host, 0},
    {"GOT.mem", "later", RT_KIND_GLOBAL, 'i', SLOT_GOT_LATER, 0, 1},
    {"env", "memory", RT_KIND_MEMORY, 0, 0, 0, 0},
};
static const struct rt_function functions[] = {{(rt_code)side_add, T_II_I, 0x10}};
#ifdef SECOND
#define NAME(name) "second_" name
#else
#define NAME(name) "side_" name
#endif
static const struct rt_export exports[] = {
    {NAME("add"), RT_KIND_FUNCTION, T_II_I, (rt_code)side_add, 3, 0},
    {NAME("host"), RT_KIND_FUNCTION, T_II_I, (rt_code)side_host, 4, 0},
    {NAME("nowhere"), RT_KIND_FUNCTION, T_I_I, (rt_code)side_nowhere, 5, 0},
    {NAME("own"), RT_KIND_FUNCTION, T_I_I, (rt_code)tripled, 6, 0},
    {NAME("told"), RT_KIND_FUNCTION, T_I_I, (rt_code)told, 7, 0},
    {"__wasm_apply_data_relocs", RT_KIND_FUNCTION, T_V, (rt_code)relocate, 8, 0},
    {"__wasm_call_ctors", RT_KIND_FUNCTION, T_V, (rt_code)construct, 9, 0},
#ifdef SECOND
    {"later", RT_KIND_GLOBAL, 'i', 0, CELL_DATUM, 0},
#endif
};
__attribute__((constructor)) static void set_type_ids(void) {
  for (size_t i = 0; i < COUNT(types); i++) types[i].id = fnv(types[i].signature);
}
__attribute__((visibility("default"))) const struct rt_module pglitej_module = {
    .abi = RT_ABI, .name = NAME("module"), .wasm_sha256 = "00", .state = &state, .area_bytes = AREA_SIZE,
    .type_count = COUNT(types), .import_count = COUNT(imports), .export_count = COUNT(exports),
    .function_count = COUNT(functions), .types = types, .imports = imports, .exports = exports, .functions = functions,
    .memory_min_pages = 0, .memory_max_pages = UINT32_MAX, .table_min = 0, .table_max = UINT32_MAX, .is_side_module = 1,
    .dylink_memory_bytes = 100, .dylink_memory_align_log2 = 6, .dylink_table_entries = 1, .dylink_table_align_log2 = 0,
    .init_globals = init_globals, .init_table = init_table, .init_memory = init_memory,
};
