"""조작판의 빠르기를 잰다: `make bench-page`. 만든 책을 실제 Chromium에서 열고, 잰 값을 적기만 한다.

- 그리기: 손잡이를 끄는 동안 input 사건에서 그 값이 그려진 다음 과업까지의 시간(95 백분위)
- 준비: 쪽의 글을 다 읽은 때(domInteractive)부터 손잡이가 살아난 때까지, 그리고 쪽을 부른 때부터
- 스크립트: 쪽이 받은 스크립트의 크기
- 밀림: 쪽을 연 때부터 끌기를 마칠 때까지의 누적 layout shift
- 학습(12장의 겨루기): 학습하는 동안 그려진 장면 사이의 시간(95 백분위), 1초의 걸음과 그것을 스레드 하나의 NumPy로 나눈 비
"""

from __future__ import annotations

import os
import re
import sys
import time
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # NumPy를 부르기 전에 정해야 한다
sys.path.insert(0, str(Path(__file__).parents[1]))
from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "book"))
sys.path.insert(0, str(ROOT / "tests"))
import chromium  # noqa: E402
from serving import serving  # noqa: E402

from lstm_ref import tasks, train  # noqa: E402
from lstm_ref.experiments import honorifics  # noqa: E402

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

STEPS = 200
WARM = """() => { // 처음의 준비와 데우기를 지난 때. 저장해 둔 기록은 800걸음이다
  const { step } = document.querySelector('[data-dial=HonorificRace]').values;
  return step > 20 && step < 800;
}"""
FRAMES = """steps => new Promise(done => { // 학습이 steps걸음 나아갈 동안 장면 사이의 시간을 모은다
  const dial = document.querySelector('[data-dial=HonorificRace]'), from = dial.values.step, begin = performance.now(), gaps = [];
  let last = begin;
  const frame = now => {
    gaps.push(now - last); last = now;
    const made = dial.values.step - from;
    if (made < steps) return requestAnimationFrame(frame);
    done([gaps.slice(1), made / (performance.now() - begin) * 1000]);
  };
  requestAnimationFrame(frame);
})"""


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
    page.wait_for_function("performance.getEntriesByName('lr-live').length")
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


def numpy_rate() -> float:
    """조작판의 처음 설정에서 두 모델을 함께 학습하는 걸음이 1초에 몇 번인지, 스레드 하나의 NumPy로."""
    spent = 0.0
    for kind in ("lstm", "rnn"):
        model, draw = honorifics.entry(kind, 20, 31)[0], lambda rng: tasks.honorific_batch(rng, 20, 32)
        train.fit(model, draw, seed=0, steps=5)
        begin = time.perf_counter()
        train.fit(model, draw, seed=0, steps=40)
        spent += (time.perf_counter() - begin) / 40
    return 1 / spent


def measure_training(page: Page, address: str, width: int) -> None:
    """12장의 쪽에서 겨루기를 시작하고, 학습하는 동안 화면이 얼마나 매끄러운지 적는다."""
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(address, wait_until="networkidle")
    dial = page.locator("[data-dial=HonorificRace]")
    dial.locator("[data-run=toggle]").scroll_into_view_if_needed()
    dial.locator("[data-run=toggle]").click()
    page.wait_for_function(WARM)
    gaps, rate = page.evaluate(FRAMES, STEPS)
    dial.locator("[data-run=toggle]").click()  # NumPy를 재는 동안 쪽은 쉰다
    dial.get_by_role("button", name="이어서 학습").wait_for()
    gaps, base = sorted(gaps), numpy_rate()
    p50, p95 = (gaps[int(len(gaps) * q)] for q in (0.5, 0.95))
    print(
        f"{Path(address).stem:16}{'HonorificRace':17}{width:5} px  학습 장면 {len(gaps)}번 중앙값 {p50:5.1f} p95 {p95:5.1f} ms "
        f"1초에 {rate:5.1f}걸음, NumPy {base:5.1f}걸음의 {rate / base:.2f}배",
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
                page, address = chrome.new_page(), f"{base}/{path.relative_to(SITE)}"
                measure(page, address, width)
                if "HonorificRace" in path.read_text(encoding="utf-8"):
                    measure_training(page, address, width)
                page.close()
        chrome.close()


if __name__ == "__main__":
    main()
