/*
 * Switching stacks on x86-64, System V calling convention: what a callee must preserve is pushed on the old stack and
 * popped from the new one. That is rbx, rbp, r12 to r15, and the control bits of mxcsr and of the x87 unit.
 */
        .text

/* void rt_switch(void **from, void *to) */
        .globl  rt_switch
        .hidden rt_switch
        .type   rt_switch, @function
        .p2align 4
rt_switch:
        .cfi_startproc
        pushq   %rbp
        .cfi_adjust_cfa_offset 8
        .cfi_rel_offset rbp, 0
        pushq   %rbx
        .cfi_adjust_cfa_offset 8
        .cfi_rel_offset rbx, 0
        pushq   %r12
        .cfi_adjust_cfa_offset 8
        .cfi_rel_offset r12, 0
        pushq   %r13
        .cfi_adjust_cfa_offset 8
        .cfi_rel_offset r13, 0
        pushq   %r14
        .cfi_adjust_cfa_offset 8
        .cfi_rel_offset r14, 0
        pushq   %r15
        .cfi_adjust_cfa_offset 8
        .cfi_rel_offset r15, 0
        subq    $8, %rsp
        .cfi_adjust_cfa_offset 8
        stmxcsr (%rsp)
        fnstcw  4(%rsp)
        movq    %rsp, (%rdi)
        movq    %rsi, %rsp
        ldmxcsr (%rsp)
        fldcw   4(%rsp)
        addq    $8, %rsp
        .cfi_adjust_cfa_offset -8
        popq    %r15
        .cfi_adjust_cfa_offset -8
        .cfi_restore r15
        popq    %r14
        .cfi_adjust_cfa_offset -8
        .cfi_restore r14
        popq    %r13
        .cfi_adjust_cfa_offset -8
        .cfi_restore r13
        popq    %r12
        .cfi_adjust_cfa_offset -8
        .cfi_restore r12
        popq    %rbx
        .cfi_adjust_cfa_offset -8
        .cfi_restore rbx
        popq    %rbp
        .cfi_adjust_cfa_offset -8
        .cfi_restore rbp
        /* Not ret: its target would be predicted from the stack that was left, wrongly each time (a third of the cost). */
        popq    %rcx
        .cfi_adjust_cfa_offset -8
        .cfi_register rip, rcx
        jmp     *%rcx
        .cfi_endproc
        .size   rt_switch, .-rt_switch

/* The first thing that runs on a new stack; nothing is above it, which is where debuggers stop. */
        .type   first, @function
        .p2align 4
first:
        .cfi_startproc
        .cfi_undefined rip
        movq    %r12, %rdi
        call    *%r13
        ud2
        .cfi_endproc
        .size   first, .-first

/* void *rt_switch_prepare(char *top, void (*main)(rt_guest *), rt_guest *g) */
        .globl  rt_switch_prepare
        .hidden rt_switch_prepare
        .type   rt_switch_prepare, @function
        .p2align 4
rt_switch_prepare:
        .cfi_startproc
        leaq    -80(%rdi), %rax
        movl    $0x1f80, (%rax)         /* mxcsr: round to nearest, all exceptions masked */
        movl    $0x037f, 4(%rax)        /* x87 control word: likewise, extended precision */
        movq    $0, 8(%rax)             /* r15 */
        movq    $0, 16(%rax)            /* r14 */
        movq    %rsi, 24(%rax)          /* r13 */
        movq    %rdx, 32(%rax)          /* r12 */
        movq    $0, 40(%rax)            /* rbx */
        movq    $0, 48(%rax)            /* rbp */
        leaq    first(%rip), %rcx
        movq    %rcx, 56(%rax)          /* leaves the stack pointer at top - 16: aligned, before a call */
        movq    $0, 64(%rax)
        ret
        .cfi_endproc
        .size   rt_switch_prepare, .-rt_switch_prepare

        .section .note.GNU-stack,"",@progbits
