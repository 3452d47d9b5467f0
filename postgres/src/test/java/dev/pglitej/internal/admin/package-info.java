@NullMarked
package dev.pglitej.internal.admin;

import org.jspecify.annotations.NullMarked;
