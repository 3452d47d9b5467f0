/**
 * The system calls that guests import. They convert between the guest's numbers and pointers and the kernel's objects. Each family has a
 * class.
 */
@NullMarked
package dev.pglitej.internal.kernel.abi;

import org.jspecify.annotations.NullMarked;
