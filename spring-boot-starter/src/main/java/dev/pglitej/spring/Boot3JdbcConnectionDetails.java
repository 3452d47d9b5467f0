package dev.pglitej.spring;

import dev.pglitej.jdbc.PGliteDriver;
import org.springframework.boot.autoconfigure.jdbc.JdbcConnectionDetails;

/** Where Spring Boot 3 finds the database. Immutable. */
record Boot3JdbcConnectionDetails(String url) implements JdbcConnectionDetails {
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
