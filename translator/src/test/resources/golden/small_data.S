/* The data segments of small, one behind the other. Generated; do not edit. */
    .section .rodata
    .balign 16
    .globl small_data
    .hidden small_data
small_data:
    .incbin "small.data"
    .section .note.GNU-stack,"",%progbits
