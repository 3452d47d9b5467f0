/*
 * Code for host functions in a guest's table, on x86-64: RT_HOST_FUNCTIONS pieces that differ in a number, behind which
 * all arguments are laid out in memory for rt_host_function, whatever the function's type is.
 */
#define HOST_FUNCTIONS 256

        .text

        .globl  rt_host_function_pieces
        .hidden rt_host_function_pieces
        .type   rt_host_function_pieces, @function
        .p2align 4
rt_host_function_pieces:
        .cfi_startproc
        .set    number, 0
        .rept   HOST_FUNCTIONS
        .p2align 4
        movl    $number, %eax
        jmp     common
        .set    number, number + 1
        .endr
        .cfi_endproc
        .size   rt_host_function_pieces, .-rt_host_function_pieces

        .type   common, @function
        .p2align 4
common:
        .cfi_startproc
        pushq   %rbp
        .cfi_adjust_cfa_offset 8
        .cfi_rel_offset rbp, 0
        movq    %rsp, %rbp
        .cfi_def_cfa_register rbp
        subq    $112, %rsp
        movq    %rdi, (%rsp)
        movq    %rsi, 8(%rsp)
        movq    %rdx, 16(%rsp)
        movq    %rcx, 24(%rsp)
        movq    %r8, 32(%rsp)
        movq    %r9, 40(%rsp)
        movsd   %xmm0, 48(%rsp)
        movsd   %xmm1, 56(%rsp)
        movsd   %xmm2, 64(%rsp)
        movsd   %xmm3, 72(%rsp)
        movsd   %xmm4, 80(%rsp)
        movsd   %xmm5, 88(%rsp)
        movsd   %xmm6, 96(%rsp)
        movsd   %xmm7, 104(%rsp)
        movl    %eax, %esi
        movq    %rsp, %rdx
        leaq    48(%rsp), %rcx
        leaq    16(%rbp), %r8
        call    rt_host_function
        movq    %rax, %xmm0
        leave
        .cfi_def_cfa rsp, 8
        ret
        .cfi_endproc
        .size   common, .-common

        .section .note.GNU-stack,"",@progbits
