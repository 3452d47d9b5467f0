/* Memory that several guests see at once, each at an address of its own choice. */
#include "runtime.h"

static enum rt_status check(const struct rt_file *shared, rt_guest *g, uint64_t address) {
  if (address % RT_WASM_PAGE != 0) {
    return RT_MISALIGNED;
  }
  return rt_in_memory(g, address, shared->bytes) ? RT_OK : RT_OUT_OF_BOUNDS;
}

enum rt_status rt_shared_copy(const struct rt_file *shared, rt_guest *g, uint64_t address) {
  enum rt_status status = check(shared, g, address);
  return status == RT_OK ? rt_file_write(shared, 0, (char *)g + address, shared->bytes) : status;
}

enum rt_status rt_shared_map(const struct rt_file *shared, rt_guest *g, uint64_t address) {
  enum rt_status status = check(shared, g, address);
  return status == RT_OK ? rt_file_map(shared, 0, (char *)g + address, shared->bytes, true) : status;
}
