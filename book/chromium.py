"""만든 책을 여는 Chromium: 어디에 있고 어떻게 띄우는지. PDF 만들기, 검사, 재기가 함께 쓴다."""

from __future__ import annotations

import shutil

FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]


def where() -> str:
    """이 컴퓨터의 Chromium."""
    path = shutil.which("chromium") or shutil.which("google-chrome")
    if path is None:
        raise SystemExit("Chromium이 없습니다. chromium이나 google-chrome을 설치한 뒤 다시 하세요.")
    return path


def launch(play):
    """Playwright에게 이 컴퓨터의 Chromium을 띄우게 한다."""
    return play.chromium.launch(executable_path=where(), args=FLAGS)
