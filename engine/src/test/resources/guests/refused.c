/* Modules that must not be loaded: REFUSED tells why. */
#include "fixture.h"

static struct rt_module_state state;
static const struct rt_type types[] = {{"i:i", 7, enter_i_i}, {"ii:i", 7, enter_ii_i}};
#ifndef NO_MODULE
__attribute__((visibility("default"))) const struct rt_module pglitej_module = {
#ifdef OTHER_ABI
    .abi = RT_ABI + 1,
#else
    .abi = RT_ABI,
#endif
#ifdef LARGE_AREA
    .area_bytes = RT_MAIN_AREA_BYTES + 1,
#endif
    .name = "refused", .wasm_sha256 = "00", .state = &state, .type_count = COUNT(types), .types = types,
};
#endif
