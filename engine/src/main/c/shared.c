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
  if (status == RT_OK) {
    status = rt_file_clear(shared);
  }
  if (status == RT_OK) {
    struct rt_range whole = {RT_RESERVED_BEFORE + address, RT_RESERVED_BEFORE + address + shared->bytes};
    struct rt_ranges runs = {0};
    status = rt_pages_write(g, whole, &(struct rt_ranges){0}, shared, 0, &runs);
    rt_ranges_free(&runs);
  }
  return status;
}

enum rt_status rt_shared_map(const struct rt_file *shared, rt_guest *g, uint64_t address) {
  enum rt_status status = check(shared, g, address);
  if (status == RT_OK) {
    uint64_t place = RT_RESERVED_BEFORE + address;
    status = rt_ranges_add(&rt_private(g)->backed, (struct rt_range){place, place + shared->bytes});
  }
  return status == RT_OK ? rt_file_map(shared, 0, (char *)g + address, shared->bytes, true) : status;
}
