/** The system calls: what a guest imports, between its numbers and pointers and the kernel's objects. One class a family. */
@NullMarked
package dev.pglitej.internal.kernel.abi;

import org.jspecify.annotations.NullMarked;
