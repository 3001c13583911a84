# SPDX-License-Identifier: Apache-2.0
# accept PORT PROGRAM [ARGUMENT...]
#
# Runs the program for each TCP connection, with the connection as its standard input and output.
# Busybox has the same in "nc -ll -e", but with a queue of two connections: when ten clients come at
# once, the others wait a second for their next try. Here the queue is as long as the kernel allows.
#
# accept.hex is this program, assembled: see AcceptTest for how it is made and checked.
.intel_syntax noprefix
.globl _start
_start:
    mov   rax, [rsp]                # argc
    mov   r12, [rsp+16]             # argv[1]: the port
    lea   r13, [rsp+24]             # argv[2]...: the program and its arguments
    lea   r14, [rsp+rax*8+16]       # the environment
    xor   ebx, ebx
digit:
    movzx eax, byte ptr [r12]
    sub   eax, '0'
    jl    parsed                    # the 0 at the end
    imul  ebx, ebx, 10
    add   ebx, eax
    inc   r12
    jmp   digit
parsed:
    xchg  bl, bh                    # to the byte order of the network
    movzx ebx, bx
    shl   rbx, 16
    or    rbx, 2                    # AF_INET, port, address 0.0.0.0
    mov   edi, 2                    # socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)
    mov   esi, 0x80001
    xor   edx, edx
    mov   eax, 41
    syscall
    mov   r15d, eax
    push  1                         # setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &1, 4)
    mov   edi, r15d
    mov   esi, 1
    mov   edx, 2
    mov   r10, rsp
    mov   r8d, 4
    mov   eax, 54
    syscall
    push  0                         # bind(socket, &address, 16)
    push  rbx
    mov   edi, r15d
    mov   rsi, rsp
    mov   edx, 16
    mov   eax, 49
    syscall
    mov   edi, 1
    test  eax, eax
    jnz   exit
    mov   edi, r15d                 # listen(socket, 4096)
    mov   esi, 4096
    mov   eax, 50
    syscall
next:
    mov   edi, r15d                 # accept4(socket, 0, 0, SOCK_CLOEXEC)
    xor   esi, esi
    xor   edx, edx
    mov   r10d, 0x80000
    mov   eax, 288
    syscall
    test  eax, eax
    js    reap
    mov   ebp, eax
    mov   eax, 57                   # fork()
    syscall
    test  eax, eax
    jz    child
    mov   edi, ebp                  # close(connection)
    mov   eax, 3
    syscall
reap:
    mov   rdi, -1                   # wait4(-1, 0, WNOHANG, 0) until no more children have ended
    xor   esi, esi
    mov   edx, 1
    xor   r10d, r10d
    mov   eax, 61
    syscall
    test  eax, eax
    jg    reap
    jmp   next
child:
    mov   edi, ebp                  # dup2(connection, 0)
    xor   esi, esi
    mov   eax, 33
    syscall
    mov   edi, ebp                  # dup2(connection, 1)
    mov   esi, 1
    mov   eax, 33
    syscall
    mov   rdi, [r13]                # execve(program, arguments, environment)
    mov   rsi, r13
    mov   rdx, r14
    mov   eax, 59
    syscall
    mov   edi, 127
exit:
    mov   eax, 60                   # exit(edi)
    syscall
