/* The switch from a guest's stack to the host's. */
#include "fiber.h"
#include "runtime.h"

void rt_yield(rt_guest *g) {
  struct rt_private *own = rt_private(g);
  fiber_leave_guest(own);
  rt_switch(&own->guest_sp, own->host_sp);
  fiber_arrive_in_guest(own);
}
