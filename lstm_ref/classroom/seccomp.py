"""모래상자의 코드가 부를 수 없는 시스템 콜. 커널이 읽는 작은 프로그램(BPF)을 만들어 bubblewrap에 넘긴다.

새 이름 공간, 소켓, 공유 메모리, 다른 프로세스 들여다보기, 커널의 넓은 문을 막는다. 메모리 한도는 프로세스마다 걸리므로,
붙였다 떼면 한도에 들지 않는 공유 메모리(shmget, memfd)를 함께 막는다.
"""

from __future__ import annotations

import errno
import platform
import struct

# 이름: (x86_64의 번호, aarch64의 번호)
DENIED = {
    "shmget": (29, 194), "shmat": (30, 196), "semget": (64, 190), "msgget": (68, 186), "mq_open": (240, 180),
    "memfd_create": (319, 279), "memfd_secret": (447, 447), "socket": (41, 198), "socketpair": (53, 199),
    "ptrace": (101, 117), "process_vm_readv": (310, 270), "process_vm_writev": (311, 271),
    "pidfd_getfd": (438, 438), "mount": (165, 40), "umount2": (166, 39), "pivot_root": (155, 41),
    "chroot": (161, 51), "unshare": (272, 97), "setns": (308, 268), "open_tree": (428, 428),
    "move_mount": (429, 429), "fsopen": (430, 430), "fsmount": (432, 432), "mount_setattr": (442, 442),
    "add_key": (248, 217), "request_key": (249, 218), "keyctl": (250, 219), "bpf": (321, 280),
    "perf_event_open": (298, 241), "userfaultfd": (323, 282), "io_uring_setup": (425, 425),
    "open_by_handle_at": (304, 265), "name_to_handle_at": (303, 264), "personality": (135, 92),
    "syslog": (103, 116), "init_module": (175, 105), "finit_module": (313, 273), "kexec_load": (246, 104),
}  # fmt: skip
CLONE3 = 435  # 인자를 볼 수 없으므로 없는 것으로 답한다. 그러면 C 라이브러리는 clone을 부른다
MACHINES = {"x86_64": (0, 0xC000003E), "aarch64": (1, 0xC00000B7)}
LOAD, JUMP_EQUAL, JUMP_AT_LEAST, RETURN = 0x20, 0x15, 0x35, 0x06
ALLOW, KILL, FAIL = 0x7FFF0000, 0x80000000, 0x00050000
X32 = 0x40000000


def program(machine: str | None = None) -> bytes:
    """이 컴퓨터의 거름 프로그램. 번호를 모르는 기계에서는 빈 글이다."""
    column, arch = MACHINES.get(machine or platform.machine(), (None, 0))
    if column is None:
        return b""
    lines = [
        (LOAD, 0, 0, 4), (JUMP_EQUAL, 1, 0, arch), (RETURN, 0, 0, KILL),
        (LOAD, 0, 0, 0), (JUMP_AT_LEAST, 0, 1, X32), (RETURN, 0, 0, KILL),
    ]  # fmt: skip
    for number in sorted(numbers[column] for numbers in DENIED.values()):
        lines += [(JUMP_EQUAL, 0, 1, number), (RETURN, 0, 0, FAIL | errno.EPERM)]
    lines += [(JUMP_EQUAL, 0, 1, CLONE3), (RETURN, 0, 0, FAIL | errno.ENOSYS), (RETURN, 0, 0, ALLOW)]
    return b"".join(struct.pack("=HBBI", *line) for line in lines)
