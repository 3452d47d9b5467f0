@NullMarked
package dev.pglitej.admin;

import org.jspecify.annotations.NullMarked;
