/* The descriptor of small. Generated; do not edit. */
#include "small.h"

struct rt_module_state module_state;

static void enter_ii_i(rt_guest *g, rt_code code, const uint64_t *arguments, uint64_t *results) {
  results[0] = ((type_ii_i)code)(g, (u32)arguments[0], (u32)arguments[1]);
}

static void enter_ii_j(rt_guest *g, rt_code code, const uint64_t *arguments, uint64_t *results) {
  results[0] = ((type_ii_j)code)(g, (u32)arguments[0], (u32)arguments[1]);
}

static void enter_i_i(rt_guest *g, rt_code code, const uint64_t *arguments, uint64_t *results) {
  results[0] = ((type_i_i)code)(g, (u32)arguments[0]);
}

static void enter_v_i(rt_guest *g, rt_code code, const uint64_t *arguments, uint64_t *results) {
  (void)arguments;
  results[0] = ((type_v_i)code)(g);
}

static void enter_dd_di(rt_guest *g, rt_code code, const uint64_t *arguments, uint64_t *results) {
  struct results_di all = ((type_dd_di)code)(g, f64_reinterpret_i64(arguments[0]), f64_reinterpret_i64(arguments[1]));
  results[0] = i64_reinterpret_f64(all.r0);
  results[1] = all.r1;
}

static void enter_di_d(rt_guest *g, rt_code code, const uint64_t *arguments, uint64_t *results) {
  results[0] = i64_reinterpret_f64(((type_di_d)code)(g, f64_reinterpret_i64(arguments[0]), (u32)arguments[1]));
}

static u32 host_0(rt_guest *g, u32 p0, u32 p1) {
  struct rt_request *request = &rt_header(g)->request;
  request->kind = RT_REQUEST_HOST_CALL;
  request->module = module_state.id;
  request->import = 1;
  request->answer = RT_ANSWER_RESULT;
  request->argument[0] = p0;
  request->argument[1] = p1;
  rt_header(g)->api->host_call(g);
  return (u32)request->result[0];
}

u32 f1_invoke_ii(rt_guest *g, u32 p0, u32 p1) {
  struct rt_jump jump;
  rt_header(g)->api->jump_enter(g, &jump);
  if (_setjmp(jump.state) != 0) {
    rt_header(g)->api->jump_landed(g, &jump);
    return 0;
  }
  u32 result = ((type_i_i)indirect(g, p0, TYPE_i_i))(g, p1);
  rt_header(g)->jump = jump.outer;
  return result;
}

u32 f3_original(rt_guest *g, u32 p0);

static u32 hook_3(rt_guest *g, u32 p0) {
  struct rt_request *request = &rt_header(g)->request;
  request->kind = RT_REQUEST_HOST_CALL;
  request->module = module_state.id;
  request->import = 2;
  request->answer = RT_ANSWER_RESULT;
  request->argument[0] = p0;
  rt_header(g)->api->host_call(g);
  if (request->answer == RT_ANSWER_PROCEED) {
    return f3_original(g, p0);
  }
  return (u32)request->result[0];
}

u32 f5_original(rt_guest *g, u32 p0);

static u32 hook_5(rt_guest *g, u32 p0) {
  struct rt_request *request = &rt_header(g)->request;
  request->kind = RT_REQUEST_HOST_CALL;
  request->module = module_state.id;
  request->import = 3;
  request->answer = RT_ANSWER_RESULT;
  request->argument[0] = p0;
  rt_header(g)->api->host_call(g);
  if (request->answer == RT_ANSWER_PROCEED) {
    return f5_original(g, p0);
  }
  return (u32)request->result[0];
}

static void init_globals(rt_guest *g) {
  (void)g;
  i32_set(own_cell(g, global_0___stack_pointer), 65536u);
  i32_set(own_cell(g, global_1_version), 18u);
  i32_set(own_cell(g, 40 /* MyPid */), 42u);
}

const struct rt_entry elements_0[] = {
  {TYPE_ii_j, 0, (rt_code)f2_sum},
  {TYPE_ii_i, 0, (rt_code)import_0_write},
  {TYPE_i_i, 0, (rt_code)f3_factorial},
};

static void init_table(rt_guest *g) {
  (void)g;
  table_init(g, 1u, 0, 3, elements_0, 3);
}

static const struct data_segment segments_0[] = {
  {1024u, 0, 13},
  {2048u, 13, 3},
};

static void init_memory(rt_guest *g) {
  (void)g;
  data_segments_init(g, 0, small_data, segments_0, sizeof segments_0 / sizeof segments_0[0]);
}

static const struct rt_type types[] = {
  {"ii:i", TYPE_ii_i, enter_ii_i},
  {"ii:j", TYPE_ii_j, enter_ii_j},
  {"i:i", TYPE_i_i, enter_i_i},
  {":i", TYPE_v_i, enter_v_i},
  {"dd:di", TYPE_dd_di, enter_dd_di},
  {"di:d", TYPE_di_d, enter_di_d},
};

static const struct rt_import imports[] = {
  {"env", "memory", RT_KIND_MEMORY, 0, 0, 0, 0},
  {"env", "write", RT_KIND_FUNCTION, 0, 0, (rt_code)host_0, 0},
  {"hook", "factorial", RT_KIND_FUNCTION, 2, 24, (rt_code)hook_3, 0},
  {"hook", "kind", RT_KIND_FUNCTION, 2, 32, (rt_code)hook_5, 0},
};

static const struct rt_export exports[] = {
  {"__stack_pointer", RT_KIND_GLOBAL, 'i', 0, 8, 1},
  {"version", RT_KIND_GLOBAL, 'i', 0, 16, 0},
  {"sum", RT_KIND_FUNCTION, 1, (rt_code)f2_sum, 2, 0},
  {"factorial", RT_KIND_FUNCTION, 2, (rt_code)f3_factorial, 3, 0},
  {"greet", RT_KIND_FUNCTION, 3, (rt_code)f4_greet, 4, 0},
  {"pid", RT_KIND_FUNCTION, 3, (rt_code)f7_pid, 7, 0},
  {"use", RT_KIND_FUNCTION, 5, (rt_code)f8_use, 8, 0},
  {"ratio", RT_KIND_FUNCTION, 4, (rt_code)f6, 6, 0},
  {"MyPid", RT_KIND_GLOBAL, 'i', 0, 40, 1},
};

static const struct rt_function functions[] = {
  {(rt_code)f2_sum, 1, 0xd2},
  {(rt_code)f3_factorial, 2, 0xfe},
  {(rt_code)f4_greet, 3, 0x116},
  {(rt_code)f5, 2, 0x146},
  {(rt_code)f6, 4, 0x167},
  {(rt_code)f7_pid, 3, 0x17c},
  {(rt_code)f8_use, 5, 0x181},
};

__attribute__((visibility("default"))) extern const struct rt_module pglitej_module;

const struct rt_module pglitej_module = {
  .abi = RT_ABI,
  .name = "small",
  .wasm_sha256 = "1c56e982f0d1bfc1f7c7007ffa809afb689db3770ca4f29178e1f51618ba1cc6",
  .state = &module_state,
  .area_bytes = 48,
  .type_count = 6,
  .import_count = 4,
  .export_count = 9,
  .function_count = 7,
  .types = types,
  .imports = imports,
  .exports = exports,
  .functions = functions,
  .memory_min_pages = 1u,
  .memory_max_pages = 4u,
  .table_min = 4u,
  .table_max = 4294967295u,
  .is_side_module = 0,
  .dylink_memory_bytes = 0,
  .dylink_memory_align_log2 = 0,
  .dylink_table_entries = 0,
  .dylink_table_align_log2 = 0,
  .init_globals = init_globals,
  .init_table = init_table,
  .init_memory = init_memory,
  .start = 0,
};
