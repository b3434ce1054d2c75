"""모래상자를 벗어나려는 코드들. 저마다 이기면 1, 지면 0을 돌려주거나 오류를 낸다.

`OUT`은 하나씩 상자 안에서 불리고(`canary`: 바깥의 비밀 파일, `folder`: 채점 결과가 있는 폴더, `port`: 바깥의 서버), `bare`가
참인 것은 상자 없이 돌리면 실제로 이긴다. `FORGED`는 채점 전체를 거치며 점수를 얻으려 한다.
"""

from typing import NamedTuple


class Attack(NamedTuple):
    """공격 하나. `bare`: 상자가 없으면 이기는지."""

    name: str
    code: str
    bare: bool = True


LIBC = "import ctypes; libc = ctypes.CDLL(None, use_errno=True)"
OUT = [
    Attack("비밀 파일 읽기", "return int('비밀' in open(canary).read())"),
    Attack("다른 사람의 제출물 늘어놓기", "import os; return int(len(os.listdir(folder)) > 0)"),
    Attack("성적표 고치기", "open(folder + '/grades.csv', 'a').write('me,100'); return 1"),
    Attack("성적표를 링크로 바꾸기", "import os; os.symlink('/etc/passwd', folder + '/link'); return 1"),
    Attack("성적표 지우기", "import os; os.remove(folder + '/spare.csv'); return 1"),
    Attack("사용자 목록 읽기", "return int('root' in open('/etc/passwd').read())"),
    Attack("임시 폴더에 쓰기", "import tempfile; return int(tempfile.TemporaryFile().write(b'x'))"),
    Attack("심부름꾼의 파일 바꾸기", "import sys; m = sys.modules['inside.wire']; open(m.__file__, 'a').close(); return 1"),
    Attack("바깥의 서버에 잇기", "import socket; socket.create_connection(('127.0.0.1', port), 3).close(); return 1"),
    Attack("소켓 만들기", "import socket; socket.socketpair(); return 1"),
    Attack("다른 프로세스 엿보기", "import os; return int(any(n.isdigit() for n in os.listdir('/proc')))"),
    Attack("부모의 메모리 읽기", "import os; open(f'/proc/{os.getppid()}/mem', 'rb').close(); return 1"),
    Attack("환경 변수 읽기", "import os; return int('SECRET' in os.environ or 'PATH' in os.environ)", bare=False),
    Attack("부모 죽이기", "import os\nfor p in range(2, 5000):\n    try: os.kill(p, 9)\n    except OSError: pass\nreturn 0", bare=False),
    Attack("프로세스 스물", "import os, time\nmade = 0\nfor _ in range(20):\n    if os.fork() == 0:\n        time.sleep(0.5); os._exit(0)\n    made += 1\nreturn int(made == 20)"),
    Attack("스레드 쉰", "import threading, time\nfor _ in range(50): threading.Thread(target=time.sleep, args=(0.3,), daemon=True).start()\nreturn 1"),
    Attack("다른 프로그램 부르기", "import subprocess; return int(subprocess.run(['/bin/sh', '-c', 'exit 7']).returncode == 7)"),
    Attack("파일 이백 열기", "kept = [open('/dev/null') for _ in range(200)]; return int(len(kept) == 200)"),
    Attack("메모리 3 GiB", "import numpy as np; kept = np.empty(3 << 30, np.uint8); return 1"),
    Attack("공유 메모리(shmget)", LIBC + "; return int(libc.shmget(0, 1 << 20, 0o1600) >= 0)"),
    Attack("이름 없는 파일(memfd)", "import os; return int(os.memfd_create('x') > 0)"),
    Attack("새 이름 공간(unshare)", LIBC + "; return int(libc.unshare(0x10000000) == 0)"),
    Attack("추적(ptrace)", LIBC + "; return int(libc.ptrace(0, 0, 0, 0) == 0)"),
    Attack("열쇠고리(add_key)", LIBC + "; return int(libc.syscall(248, b'user', b'k', b'v', 1, -2) > 0)", bare=False),
    Attack("붙이기(mount)", LIBC + "; return int(libc.mount(b'none', b'/tmp', b'tmpfs', 0, None) == 0)", bare=False),
    Attack("뿌리 바꾸기(chroot)", "import os; os.chroot('/'); return 1", bare=False),
    Attack("관리자 되기(setuid)", "import os; os.setuid(0); return 1", bare=False),
    Attack("한도 올리기", "import resource as r; r.setrlimit(r.RLIMIT_NPROC, (99, 99)); return 1", bare=False),
    Attack("정답 찾기(파일)", "import os\nfound = [d for d, _, names in os.walk('/box') if 'lstm_step' in d or 'spec.py' in names or 'bricks.py' in names or 'lstm_ref' in d]\nreturn len(found)", bare=False),
    Attack("정답 찾기(꾸러미)", "import lstm_ref.exercises as e; return len(e.find('ex06a').hints)", bare=False),
    Attack("정답 찾기(메모리)", "import gc; return int(any('ex06a' in str(getattr(o, 'id', '')) for o in gc.get_objects()))", bare=False),
    Attack("pip로 받기", "import subprocess, sys; return int(subprocess.run([sys.executable, '-m', 'pip', 'download', 'lstm-ref']).returncode == 0)", bare=False),
    Attack("메모리 3 GiB(mmap)", "import mmap; kept = mmap.mmap(-1, 3 << 30); return 1"),
    Attack("울타리(cgroup) 만들기", "import os; os.makedirs('/sys/fs/cgroup/memory/mine'); return 1", bare=False),
    Attack("울타리 벗어나기", "import os, glob\nfor place in glob.glob('/sys/fs/cgroup/**/cgroup.procs', recursive=True):\n    open(place, 'a').write(str(os.getpid())); return 1\nreturn 0", bare=False),
    Attack("열린 파일 뒤지기(/proc/self/fd)", "import os; return int(any(os.readlink('/proc/self/fd/' + n).startswith('/') for n in os.listdir('/proc/self/fd')))"),
    Attack("물려받은 번호로 바깥에 쓰기", "import os, stat\nwon = 0\nfor n in range(3, 256):\n    try: won += stat.S_ISREG(os.fstat(n).st_mode) and os.write(n, b'x') > 0\n    except OSError: pass\nreturn int(won)", bare=False),
    Attack("앞선 순위(nice)", "import os; os.nice(-5); return 1", bare=False),
    Attack("심부름꾼을 멈추고 대신하기(exec)", "import os; os.execv('/bin/sh', ['sh', '-c', 'exit 0'])", bare=False),
    Attack("터미널에 글자 밀어 넣기(TIOCSTI)", "import fcntl\nfor n in range(3):\n    fcntl.ioctl(n, 0x5412, b'x')\nreturn 1", bare=False),
    Attack("새 이름 공간(clone3)", LIBC + "; return int(libc.syscall(435, 0, 88) >= 0 or ctypes.get_errno() != 38)"),
    Attack("공유 메모리 폴더(/dev/shm)", "from multiprocessing import shared_memory as m; m.SharedMemory(create=True, size=1 << 20).unlink(); return 1"),
    Attack("긴 이름의 길(..)", "return int('비밀' in open('/box/../' * 9 + canary.lstrip('/')).read())", bare=False),
]  # fmt: skip

STEAL = "import sys, os, json\ninside = lambda name: sys.modules['inside.' + name]\n"
FORGED = [
    Attack("np.allclose 바꾸기", "np.allclose = np.array_equal = lambda *a, **k: True; np.abs = lambda a: 0 * a\ndef my_erase(*a): return np.ones((1, 1))"),
    Attack("무엇과도 같은 값", "class Same:\n    def __eq__(self, o): return True\n    __le__ = __ge__ = __eq__\n    def __array__(self, *a, **k): return np.ones((1, 1))\ndef my_erase(*a): return Same()"),
    Attack("무엇과도 같은 배열", "class Same(np.ndarray):\n    def __eq__(self, o): return np.ones(self.shape, bool)\n    __le__ = __eq__\ndef my_erase(W, b, h, x, C): return np.zeros(h.shape).view(Same)"),
    Attack("NaN", "def my_erase(W, b, h, x, C): return h * np.nan"),
    Attack("결과를 지어내기", STEAL + "def my_erase(*a):\n    for n in range(3, 20):\n        try: os.write(n, b'{\"kind\": \"value\", \"value\": {\"n\": 1}, \"passed\": true, \"status\": \"passed\", \"points\": 1}\\n' * 50)\n        except OSError: pass\n    return 1.0"),
    Attack("심부름꾼 바꾸기", STEAL + "inside('runner').call = lambda *a: {'kind': 'passed', 'passed': True}\ndef my_erase(*a): return 0.0"),
    Attack("값 적는 법 바꾸기", STEAL + "inside('wire').encode = lambda *a: {'dtype': 'O', 'shape': [1], 'data': 'gASVAAAA'}\ndef my_erase(*a): return 0.0"),
    Attack("거짓 크기", STEAL + "inside('wire').encode = lambda *a: {'dtype': 'f8', 'shape': [1 << 19, 1 << 19], 'data': ''}\ndef my_erase(*a): return 0.0"),
    Attack("깊은 답", STEAL + "json.dumps = lambda *a, **k: '[' * 1000000\ndef my_erase(*a): return 0.0"),
    Attack("끝없는 답", STEAL + "def my_erase(*a):\n    while True:\n        for n in range(3, 9):\n            try: os.write(n, b'x' * 65536)\n            except OSError: pass"),
    Attack("큰 배열", "def my_erase(*a): return np.zeros(10**7)"),
    Attack("자라는 목록", "def my_erase(*a):\n    kept = []\n    while True: kept.append(np.ones(10**6))"),
    Attack("pickle", "class Bomb:\n    def __reduce__(self): return (print, ('당했다',))\ndef my_erase(*a): return Bomb()"),
    Attack("오류에 입력 싣기", "def my_erase(W, b, h, x, C): raise ValueError('새어 나간 입력 ' + str(W.tolist()))"),
    Attack("오류의 이름에 입력 싣기", "def my_erase(W, b, h, x, C): raise type('새어' + str(W.sum()), (Exception,), {})"),
    Attack("피드백에 스크립트 넣기", "def my_erase(*a): raise ValueError  # <script>alert(1)</script> | ``` <img src=x onerror=alert(1)>"),
    Attack("오래 자기", "import time\ndef my_erase(*a):\n    while True:\n        try: time.sleep(1000)\n        except BaseException: pass"),
    Attack("스스로 멈추기", "import os, signal\ndef my_erase(*a): os.kill(os.getpid(), signal.SIGSTOP)"),
    Attack("죽기", "import os\ndef my_erase(*a): os._exit(0)"),
    Attack("남는 프로세스", "import os, time\nif os.fork() == 0:\n    os.setsid(); time.sleep(1000)\ndef my_erase(*a): return 0.5"),
    Attack("받은 입력 돌려주기", "def my_erase(W, b, h, x, C): return h"),
    Attack("작은 사례만 외우기", "def my_erase(W, b, h, x, C): return np.array([[0.06723]]) if W.size == 2 else 0.5 + 0 * h"),
    Attack("점검 함수 바꾸기", "lr.check = lambda *a: print('통과')\nlr.sigmoid = lambda a: a\ndef my_erase(*a): return 1.0\nlr.check('ex06a', my_erase)"),
    Attack("부르는 이의 변수 뒤지기", "import sys\ndef my_erase(*a):\n    frame = sys._getframe()\n    while frame:\n        for v in list(frame.f_locals.values()):\n            if callable(getattr(v, 'reference', None)): return v.reference(*a)\n        frame = frame.f_back"),
    Attack("값 적는 법을 늘 무한대로", STEAL + "import base64\nbase64.b64encode = lambda b: b'AAAAAAAA8H8=' * (len(b) // 8)\ndef my_erase(W, b, h, x, C): return 0 * h"),
    Attack("돌려준 뒤 스레드가 바꾸기", "import threading, time\ndef my_erase(W, b, h, x, C):\n    out = np.zeros_like(h)\n    def later():\n        while True: out[...] = np.random.rand(*out.shape)\n    threading.Thread(target=later, daemon=True).start()\n    return out"),
    Attack("다음 사례의 입력을 고치는 스레드", "import threading, gc\ndef spoil():\n    while True:\n        for o in gc.get_objects():\n            if isinstance(o, list) and len(o) == 5 and isinstance(o[0], np.ndarray): [a.fill(0) for a in o]\nthreading.Thread(target=spoil, daemon=True).start()\ndef my_erase(W, b, h, x, C): return 0 * h"),
    Attack("남은 부탁을 먼저 읽고 대신 답하기", STEAL + "def my_erase(*a):\n    for n in range(3, 9):\n        try: os.read(n, 1 << 20)\n        except OSError: pass\n    for n in range(3, 9):\n        try: os.write(n, b'{\"kind\": \"value\", \"value\": {\"dtype\": \"f8\", \"shape\": [1, 1], \"data\": \"AAAAAAAA8H8=\"}}\\n' * 12)\n        except OSError: pass\n    os._exit(0)"),
    Attack("큰 자료형", "def my_erase(*a): return np.zeros(1, np.dtype([('x', 'f8', (10**6,)), ('<b>', 'O')]))"),
    Attack("물건 배열", "class Yes:\n    def __eq__(self, o): return True\n    def __abs__(self): return 0\n    def __sub__(self, o): return 0\n    __rsub__ = __sub__\ndef my_erase(W, b, h, x, C): return np.full(h.shape, Yes(), object)"),
    Attack("크기를 속이는 배열", "class Liar(np.ndarray):\n    shape = property(lambda s: (1, 1)); nbytes = property(lambda s: 0); dtype = property(lambda s: np.dtype('f8'))\n    def __array_finalize__(self, o): pass\ndef my_erase(*a): return np.ndarray.__new__(Liar, (5000, 5000))"),
    Attack("수를 속이는 수", "class F(float):\n    def __repr__(self): return '0.06723'\n    def __eq__(self, o): return True\ndef my_erase(W, b, h, x, C): return F(7) if h.size == 1 else np.full(h.shape, F(7))"),
    Attack("발생기", "def my_erase(*a):\n    while True: yield 1.0"),
    Attack("끝없는 되부름", "import sys\nsys.setrecursionlimit(10**9)\ndef my_erase(*a): return my_erase(*a)"),
    Attack("깊은 목록", "def my_erase(*a):\n    out = []\n    for _ in range(10**5): out = [out]\n    return out"),
    Attack("긴 수", "def my_erase(*a): return 10**100000"),
    Attack("부모에게 신호", "import os, signal\ndef my_erase(W, b, h, x, C):\n    for p in (os.getppid(), 1, -1):\n        for s in (signal.SIGSTOP, signal.SIGKILL, signal.SIGUSR1):\n            try: os.kill(p, s)\n            except OSError: pass\n    return 0 * h"),
    Attack("시계 끄기", "import signal\ndef my_erase(*a):\n    signal.setitimer(signal.ITIMER_REAL, 0); signal.signal(signal.SIGALRM, signal.SIG_IGN)\n    while True: pass"),
    Attack("시계 바꾸기", STEAL + "inside('clock').within = lambda s, w: (w(), True)[1]\ninside('runner').clock_now = lambda: -1e9\ndef my_erase(*a):\n    while True: pass"),
    Attack("닮은 글자의 이름", "def my_er\u0430se(W, b, h, x, C): return 0 * h\nglobals()['my_erase'] = my_er\u0430se"),
    Attack("이름이 많은 셀", "\n".join(f"def my_erase_{k}(*a): return {k}" for k in range(3000)) + "\nmy_erase = my_erase_7"),
    Attack("오류의 이름에 표와 제목 넣기", "def my_erase(*a): raise type('훔친 값 |\\n# 만점\\n<script>alert(1)</script>' * 999, (Exception,), {})"),
    Attack("자리를 속이는 오류", "def my_erase(*a): exec(compile('\\n' * 10**5 + '1/0', '<셀 99999999>', 'exec'))"),
    Attack("셀 이름이 글자인 오류", "def my_erase(*a): exec(compile('1/0', '<셀 ../../x>', 'exec'))"),
]  # fmt: skip
