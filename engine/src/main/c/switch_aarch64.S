/*
 * Switching stacks on AArch64, AAPCS64: x19 to x30, d8 to d15 and fpcr are kept on the old stack and taken from the new.
 */
        .text

/* void rt_switch(void **from, void *to) */
        .globl  rt_switch
        .hidden rt_switch
        .type   rt_switch, %function
        .p2align 4
rt_switch:
        .cfi_startproc
        sub     sp, sp, #176
        .cfi_adjust_cfa_offset 176
        stp     x19, x20, [sp]
        stp     x21, x22, [sp, #16]
        stp     x23, x24, [sp, #32]
        stp     x25, x26, [sp, #48]
        stp     x27, x28, [sp, #64]
        stp     x29, x30, [sp, #80]
        .cfi_rel_offset x29, 80
        .cfi_rel_offset x30, 88
        stp     d8, d9, [sp, #96]
        stp     d10, d11, [sp, #112]
        stp     d12, d13, [sp, #128]
        stp     d14, d15, [sp, #144]
        mrs     x9, fpcr
        str     x9, [sp, #160]
        mov     x10, sp
        str     x10, [x0]
        mov     sp, x1
        ldr     x9, [sp, #160]
        msr     fpcr, x9
        ldp     d14, d15, [sp, #144]
        ldp     d12, d13, [sp, #128]
        ldp     d10, d11, [sp, #112]
        ldp     d8, d9, [sp, #96]
        ldp     x29, x30, [sp, #80]
        ldp     x27, x28, [sp, #64]
        ldp     x25, x26, [sp, #48]
        ldp     x23, x24, [sp, #32]
        ldp     x21, x22, [sp, #16]
        ldp     x19, x20, [sp]
        add     sp, sp, #176
        .cfi_adjust_cfa_offset -176
        .cfi_restore x29
        .cfi_restore x30
        ret
        .cfi_endproc
        .size   rt_switch, .-rt_switch

/* The first thing that runs on a new stack; nothing is above it, which is where debuggers stop. */
        .type   first, %function
        .p2align 4
first:
        .cfi_startproc
        .cfi_undefined x30
        mov     x0, x19
        blr     x20
        brk     #1
        .cfi_endproc
        .size   first, .-first

/* void *rt_switch_prepare(char *top, void (*main)(rt_guest *), rt_guest *g) */
        .globl  rt_switch_prepare
        .hidden rt_switch_prepare
        .type   rt_switch_prepare, %function
        .p2align 4
rt_switch_prepare:
        .cfi_startproc
        sub     x9, x0, #192
        stp     x2, x1, [x9]            /* x19: the guest, x20: main */
        stp     xzr, xzr, [x9, #16]
        stp     xzr, xzr, [x9, #32]
        stp     xzr, xzr, [x9, #48]
        stp     xzr, xzr, [x9, #64]
        adr     x10, first
        stp     xzr, x10, [x9, #80]     /* x29, x30 */
        stp     xzr, xzr, [x9, #96]
        stp     xzr, xzr, [x9, #112]
        stp     xzr, xzr, [x9, #128]
        stp     xzr, xzr, [x9, #144]
        str     xzr, [x9, #160]         /* fpcr: round to nearest, no traps, no flushing */
        mov     x0, x9
        ret
        .cfi_endproc
        .size   rt_switch_prepare, .-rt_switch_prepare

        .section .note.GNU-stack,"",%progbits
