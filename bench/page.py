"""조작판의 빠르기를 잰다: `make bench-page`. 만든 책을 실제 Chromium에서 열고, 잰 값을 적기만 한다.

- 그리기: 손잡이를 끄는 동안 input 사건에서 그 값이 그려진 다음 과업까지의 시간(95 백분위)
- 준비: 쪽의 글을 다 읽은 때(domInteractive)부터 손잡이가 살아난 때까지, 그리고 쪽을 부른 때부터
- 스크립트: 쪽이 받은 스크립트의 크기
- 밀림: 쪽을 연 때부터 끌기를 마칠 때까지의 누적 layout shift
"""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "book"))
sys.path.insert(0, str(ROOT / "tests"))
import chromium  # noqa: E402
from serving import serving  # noqa: E402

SITE = ROOT / "_build" / "html"
MOVES = 400
WATCH = """() => {
  window.delays = [];
  document.addEventListener('input', () => {
    const begin = performance.now();
    requestAnimationFrame(() => { // 그린 다음 과업: 화면에 낼 것이 모두 셈해진 뒤다
      const after = new MessageChannel();
      after.port1.onmessage = () => window.delays.push(performance.now() - begin);
      after.port2.postMessage(0);
    });
  }, true);
}"""
SHIFT = """() => { window.shift = 0;
  new PerformanceObserver(list => list.getEntries().forEach(e => { if (!e.hadRecentInput) window.shift += e.value; }))
    .observe({type: 'layout-shift', buffered: true}); }"""
READY = """() => { const live = performance.getEntriesByName('lr-live')[0].startTime;
  return [live - performance.getEntriesByType('navigation')[0].domInteractive, live]; }"""


def drag(page: Page, dial) -> list[float]:
    """조작판의 눈금이 촘촘한 첫 손잡이를 이리저리 끌고, 그리기까지 걸린 시간을 준다."""
    knob = dial.locator("input[type=range]:not([step='1']):visible").first
    knob.scroll_into_view_if_needed()
    box = knob.bounding_box()
    y, left, width = box["y"] + box["height"] / 2, box["x"] + 10, box["width"] - 20
    page.evaluate("window.delays = []")
    page.mouse.move(left, y)
    page.mouse.down()
    for k in range(MOVES):
        page.mouse.move(left + width * abs(1 - k % 80 / 40), y)
    page.mouse.up()
    return sorted(page.evaluate("window.delays"))


def measure(page: Page, address: str, width: int) -> None:
    """쪽 하나를 열고 끌어, 잰 값을 한 줄씩 적는다."""
    scripts: dict[str, int] = {}
    keep = lambda r: scripts.update({r.url: len(r.body())}) if r.request.resource_type == "script" else None  # noqa: E731
    page.set_viewport_size({"width": width, "height": 900})
    page.on("response", keep)
    page.goto(address, wait_until="networkidle")
    page.remove_listener("response", keep)
    page.evaluate(SHIFT)
    page.evaluate(WATCH)
    after, whole = page.evaluate(READY)
    for dial in page.locator("[data-dial]").all():
        delays, name = drag(page, dial), dial.get_attribute("data-dial")
        p50, p95 = (delays[int(len(delays) * q)] for q in (0.5, 0.95))
        print(
            f"{Path(address).stem:16}{name:17}{width:5} px  그리기 {len(delays)}번 중앙값 {p50:5.1f} p95 {p95:5.1f} ms  "
            f"준비 {after:4.0f} ms(부른 뒤 {whole:4.0f})  스크립트 {sum(scripts.values()) / 1000:4.0f} KB  "
            f"밀림 {page.evaluate('window.shift'):.3f}",
            flush=True,
        )


def main() -> None:
    if not (SITE / "index.html").exists():
        raise SystemExit("만든 책이 없습니다. make book을 먼저 하세요.")
    pages = sorted(p for p in SITE.rglob("*.html") if re.search("data-dial=", p.read_text(encoding="utf-8")))
    print(f"CPU {os.cpu_count()}개, 부하 {os.getloadavg()[0]:.1f}")
    with serving(SITE) as base, sync_playwright() as play:
        chrome = chromium.launch(play)
        for path in pages:
            for width in (390, 1280):
                page = chrome.new_page()
                measure(page, f"{base}/{path.relative_to(SITE)}", width)
                page.close()
        chrome.close()


if __name__ == "__main__":
    main()
