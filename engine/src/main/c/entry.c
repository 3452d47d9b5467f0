/* Host functions in the table: collects the arguments of a call of any type and yields to the host. */
#include "entry.h"

rt_code rt_host_function_code(uint32_t index) {
  uintptr_t address = (uintptr_t)rt_host_function_pieces + (uintptr_t)index * RT_HOST_FUNCTION_PIECE_BYTES;
  return (rt_code)address;
}

enum rt_status rt_host_function_set(rt_guest *g, uint32_t index, const char *signature) {
  if (index >= RT_HOST_FUNCTIONS || strlen(signature) >= RT_SIGNATURE_BYTES) {
    return RT_EXHAUSTED;
  }
  strcpy(rt_private(g)->host_function[index], signature);
  return RT_OK;
}

static uint64_t narrowed(char letter, uint64_t value) {
  return letter == 'i' || letter == 'f' ? (uint32_t)value : value;
}

uint64_t rt_host_function(rt_guest *g, uint32_t index, const uint64_t *integers, const uint64_t *floats,
                          const uint64_t *stack) {
  struct rt_request *request = &rt_header(g)->request;
  const char *signature = rt_private(g)->host_function[index];
  uint32_t integer = 1; /* the guest itself is the first */
  uint32_t floating = 0;
  uint32_t argument = 0;
  for (const char *letter = signature; *letter != ':' && *letter != 0; letter++) {
    bool is_float = *letter == 'f' || *letter == 'd';
    uint64_t value;
    if (is_float && floating < RT_FLOATING_REGISTERS) {
      value = floats[floating++];
    } else if (!is_float && integer < RT_INTEGER_REGISTERS) {
      value = integers[integer++];
    } else {
      value = *stack++;
    }
    request->argument[argument++] = narrowed(*letter, value);
  }
  request->module = RT_HOST_MODULE;
  request->import = index;
  rt_host_call(g);
  return request->result[0];
}
