/** PGlite in Spring Boot, of version 3 and 4. */
@NullMarked
package dev.pglitej.spring;

import org.jspecify.annotations.NullMarked;
