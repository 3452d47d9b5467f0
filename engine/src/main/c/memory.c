/* Growth of linear memory. */
#include "runtime.h"

uint32_t rt_memory_grow(rt_guest *g, uint32_t pages) {
  struct rt_header *header = rt_header(g);
  uint32_t former = header->memory_pages;
  if (pages > header->memory_max_pages - former) {
    return UINT32_MAX;
  }
  uint64_t from = (uint64_t)former * RT_WASM_PAGE;
  if (rt_commit(g, from, from + (uint64_t)pages * RT_WASM_PAGE) != RT_OK) {
    return UINT32_MAX;
  }
  header->memory_pages = former + pages;
  return former;
}
