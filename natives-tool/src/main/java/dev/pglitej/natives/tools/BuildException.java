package dev.pglitej.natives.tools;

/** The build cannot go on. The message tells what is wrong and what to do, and needs no stack trace to be understood. */
public final class BuildException extends RuntimeException {
    public BuildException(String message) {
        super(message);
    }

    public BuildException(String message, Throwable cause) {
        super(message, cause);
    }
}
