"""폴더를 http로 내주고, 쪽이 부른 것과 난 오류를 모은다. 브라우저를 쓰는 검사가 함께 쓴다."""

import functools
import http.server
import threading
from contextlib import contextmanager

# 책을 내주는 이가 켤 법한 가장 엄한 규칙: 밖의 것과 쪽 안의 스크립트를 막는다
POLICY = "default-src 'self'; style-src 'self' 'unsafe-inline'"
PATIENCE = 120_000  # 밀리초. 다른 일로 바쁜 컴퓨터에서도 넉넉한 값


class Handler(http.server.SimpleHTTPRequestHandler):
    """말없이 내주는 서버. `policy`가 있으면 보안 규칙을 머리글로 함께 보낸다."""

    def __init__(self, *arguments, policy: str, **options):
        self.policy = policy
        super().__init__(*arguments, **options)

    def end_headers(self):
        if self.policy:
            self.send_header("Cache-Control", "no-store")  # 창을 이어 써도 처음 받는 것과 같게
            self.send_header("Content-Security-Policy", self.policy)
        super().end_headers()

    def log_message(self, *_):
        pass


@contextmanager
def serving(folder, policy: str = "", handler=Handler):
    """`folder`를 내주는 동안의 주소. 파일을 바로 열면(file://) ES 모듈과 머리글이 없으므로 쓴다."""
    handler = functools.partial(handler, directory=str(folder), policy=policy)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def watched(page, *kinds: str):
    """쪽의 요청을 `page.asked`에, 받은 것을 `page.came`에, 실패한 요청과 오류를 `page.wrong`에 모은다.

    `kinds`는 오류로 볼 콘솔의 말이다.
    """
    kinds = kinds or ("error",)
    page.set_default_timeout(PATIENCE)
    page.asked, page.came, page.wrong = [], [], []
    page.on("request", lambda request: page.asked.append(request.url))
    page.on("response", lambda response: page.came.append(response))
    page.on("requestfailed", lambda request: page.wrong.append(request.url))
    page.on("pageerror", lambda error: page.wrong.append(str(error)))
    page.on("console", lambda said: page.wrong.append(said.text) if said.type in kinds else None)
    return page
