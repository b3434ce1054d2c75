"""여러 검사가 이어 쓰는 창 하나.

새 창에 쪽을 열면 브라우저가 프로세스를 새로 띄우므로, 있던 창에 여는 것보다 CPU를 네 배쯤 쓴다. 그래서 검사마다
새 창을 여는 대신, 한 창을 처음 모습으로 되돌려 쓴다. 되돌리지 못하는 창(실패한 검사가 쓰던 것)은 버린다.
"""

from contextlib import contextmanager

from serving import watched

# 쪽이 기기에 적어 둔 것을 지우고, 지웠는지 준다. 적을 수 없는 쪽(about:blank)에서는 지울 수 없다
FORGET = "() => { try { localStorage.clear(); return true } catch { return false } }"


class Tab:
    """이어 쓰는 창. 처음 열 때와 버린 다음에 새 창을 만든다. `kinds`는 오류로 볼 콘솔의 말, `options`는 창의 성질이다."""

    def __init__(self, browser, *kinds: str, **options):
        self.browser, self.kinds, self.options, self.page = browser, kinds, options, None

    def open(self, url: str, width: int, scheme: str = "light", until: str = "load"):
        """쪽을 그 너비와 밝기로 연다. 부른 것과 오류는 여기서부터 다시 모은다."""
        if self.page is None:
            self.page = watched(self.browser.new_context(**self.options).new_page(), *self.kinds)
        self.page.set_viewport_size({"width": width, "height": 900})
        self.page.emulate_media(media="null", color_scheme=scheme)
        self.page.asked, self.page.came, self.page.wrong = [], [], []
        self.page.goto(url, wait_until=until)
        return self.page

    @contextmanager
    def kept(self, session):
        """연 쪽을 여러 검사가 보는 동안. 나올 때 비우고, 그 사이에 실패한 검사가 있으면 창째 버린다."""
        failed = session.testsfailed
        yield self
        self.leave(whole=session.testsfailed == failed)

    @contextmanager
    def visit(self, session, url: str, width: int, **options):
        """한 쪽을 여러 검사가 보는 동안. 그 사이에 난 오류가 있으면 끝에서 실패한다."""
        with self.kept(session):
            page = self.open(url, width, **options)
            yield page
            wrong = [*page.wrong]  # 떠나느라 끊기는 요청은 쪽의 잘못이 아니다
        assert not wrong, url

    def leave(self, whole: bool = True) -> None:
        """다음 검사를 위해 비운다: 적어 둔 것, 가로챈 요청, 쥐의 자리. `whole`이 아니면 창째 버린다."""
        if whole and self.page.evaluate(FORGET):
            self.page.unroute_all()
            self.page.mouse.move(-9, -9)
            self.page.goto("about:blank")
        else:
            self.close()

    def close(self) -> None:
        if self.page is not None:
            self.page.context.close()
            self.page = None
