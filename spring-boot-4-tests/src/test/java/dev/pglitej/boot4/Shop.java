package dev.pglitej.boot4;

import org.springframework.boot.autoconfigure.SpringBootApplication;

/** An application as people have them: it knows nothing of PGlite. */
@SpringBootApplication
public class Shop {}
