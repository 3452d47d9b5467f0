package dev.pglitej.spring;

import dev.pglitej.jdbc.PGliteDriver;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;

/** Where Spring Boot 4 finds the database. Immutable. */
record Boot4JdbcConnectionDetails(String url) implements JdbcConnectionDetails {
    @Override
    public String getJdbcUrl() {
        return url;
    }

    @Override
    public String getUsername() {
        return "postgres";
    }

    @Override
    public String getPassword() {
        return "";
    }

    @Override
    public String getDriverClassName() {
        return PGliteDriver.class.getName();
    }
}
