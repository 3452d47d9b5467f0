/* A module with as much memory as there can be. */
#include "fixture.h"

static struct rt_module_state state;
static uint32_t load(rt_guest *g, uint32_t a) { return LOAD32(a); }
static void nothing(rt_guest *g) { (void)g; }
static struct rt_type types[] = {{"i:i", 0, enter_i_i}};
static const struct rt_function functions[] = {{(rt_code)load, 0, 0x10}};
static const struct rt_export exports[] = {{"load", RT_KIND_FUNCTION, 0, (rt_code)load, 0, 0}};
__attribute__((constructor)) static void set_type_ids(void) { types[0].id = fnv(types[0].signature); }
__attribute__((visibility("default"))) const struct rt_module pglitej_module = {
    .abi = RT_ABI, .name = "huge", .wasm_sha256 = "00", .state = &state, .type_count = 1, .export_count = 1,
    .function_count = 1, .types = types, .exports = exports, .functions = functions, .memory_min_pages = 65536,
    .memory_max_pages = UINT32_MAX, .table_max = UINT32_MAX, .init_globals = nothing, .init_table = nothing,
    .init_memory = nothing,
};
