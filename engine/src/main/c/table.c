/* Growth of a guest's table. Entries beyond table_size are zero, which is what the inline checks rely on. */
#include "runtime.h"

uint32_t rt_table_grow(rt_guest *g, uint32_t entries, struct rt_entry value) {
  struct rt_header *header = rt_header(g);
  uint32_t former = header->table_size;
  if (entries > header->table_max - former) {
    return UINT32_MAX;
  }
  struct rt_entry *table = rt_table(g);
  for (uint32_t i = 0; i < entries; i++) {
    table[former + i] = value;
  }
  header->table_size = former + entries;
  return former;
}
