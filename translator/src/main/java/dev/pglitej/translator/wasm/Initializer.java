package dev.pglitej.translator.wasm;

/** A constant expression: the first value of a global, the place of a segment, an element. */
public sealed interface Initializer {
    record Literal(ValueType type, long bits) implements Initializer {}

    record GlobalValue(int index) implements Initializer {}

    /** Addition, subtraction or multiplication, as {@code +}, {@code -} or {@code *}. */
    record Arithmetic(char operator, ValueType type, Initializer left, Initializer right) implements Initializer {}

    record FunctionReference(int index) implements Initializer {}

    record NullReference() implements Initializer {}
}
