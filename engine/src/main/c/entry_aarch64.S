/*
 * Code for host functions in a guest's table, on AArch64: RT_HOST_FUNCTIONS pieces that differ in a number, behind which
 * all arguments are laid out in memory for rt_host_function, whatever the function's type is.
 */
#define HOST_FUNCTIONS 256

        .text

        .globl  rt_host_function_pieces
        .hidden rt_host_function_pieces
        .type   rt_host_function_pieces, %function
        .p2align 4
rt_host_function_pieces:
        .cfi_startproc
        .set    number, 0
        .rept   HOST_FUNCTIONS
        .p2align 4
        mov     w9, #number
        b       common
        .set    number, number + 1
        .endr
        .cfi_endproc
        .size   rt_host_function_pieces, .-rt_host_function_pieces

        .type   common, %function
        .p2align 4
common:
        .cfi_startproc
        stp     x29, x30, [sp, #-16]!
        .cfi_adjust_cfa_offset 16
        .cfi_rel_offset x29, 0
        .cfi_rel_offset x30, 8
        mov     x29, sp
        .cfi_def_cfa_register x29
        sub     sp, sp, #128
        stp     x0, x1, [sp]
        stp     x2, x3, [sp, #16]
        stp     x4, x5, [sp, #32]
        stp     x6, x7, [sp, #48]
        stp     d0, d1, [sp, #64]
        stp     d2, d3, [sp, #80]
        stp     d4, d5, [sp, #96]
        stp     d6, d7, [sp, #112]
        mov     w1, w9
        mov     x2, sp
        add     x3, sp, #64
        add     x4, x29, #16
        bl      rt_host_function
        fmov    d0, x0
        mov     sp, x29
        .cfi_def_cfa_register sp
        ldp     x29, x30, [sp], #16
        .cfi_adjust_cfa_offset -16
        .cfi_restore x29
        .cfi_restore x30
        ret
        .cfi_endproc
        .size   common, .-common

        .section .note.GNU-stack,"",%progbits
