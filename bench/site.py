"""책의 쪽이 전화기에서 어떤지 잰다: `make bench-site`. 잰 값을 적고, 목표에 못 미친 것이 있으면 실패로 끝난다.

- 밀림: 네 배 느린 CPU와 느린 4G에서 쪽을 열고 끝까지 훑는 동안의 누적 layout shift. 모든 쪽, 두 너비. 0.02 아래
- 첫 화면: 쪽을 열었을 때 받는 것(gzip). 250 KB 아래
- 폴더: HTML 폴더의 크기. 25 MB 아래
- Lighthouse(전화기): 첫 쪽과 가장 무거운 장을 세 번씩 연 가운데 값. 성능 95 이상, 나머지 100(bench/lighthouse.py)
"""

from __future__ import annotations

import gzip
import io
import os
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "book"), str(ROOT / "tests")]
import chromium  # noqa: E402
import lighthouse  # noqa: E402
from serving import Handler, serving  # noqa: E402

SITE = ROOT / "_build" / "html"
WIDTHS = (390, 1280)
SLOW = {"offline": False, "latency": 150, "downloadThroughput": 1.6e6 / 8, "uploadThroughput": 0.75e6 / 8}
SHIFT = """async () => { let sum = 0;
  new PerformanceObserver(list => list.getEntries().forEach(e => { sum += e.value; }))
    .observe({type: 'layout-shift', buffered: true});
  await document.fonts.ready;
  for (let y = 0; y < document.documentElement.scrollHeight; y += innerHeight / 2) {
    scrollTo({top: y, behavior: 'instant'});
    await new Promise(done => requestAnimationFrame(() => setTimeout(done)));
  }
  await new Promise(done => setTimeout(done, 500));
  return sum }"""


class Gzip(Handler):
    """글로 된 파일을 gzip으로, 연결을 이어 쓰며 내주는 서버."""

    protocol_version = "HTTP/1.1"

    def send_head(self):
        path = Path(self.translate_path(self.path))
        if path.suffix not in (".html", ".css", ".js", ".svg", ".json") or not path.is_file():
            return super().send_head()
        body = gzip.compress(path.read_bytes(), 6)
        self.send_response(200)
        for name, value in (("Content-Type", self.guess_type(str(path)) + "; charset=utf-8"), ("Content-Encoding", "gzip"),
                            ("Content-Length", str(len(body)))):  # fmt: skip
            self.send_header(name, value)
        self.end_headers()
        return io.BytesIO(body)


def opened(chrome, url: str, width: int) -> tuple[float, float]:
    """느린 전화기로 연 쪽의 (밀림, 받은 KB)."""
    page = chrome.new_page(viewport={"width": width, "height": 844})
    page.set_default_timeout(300_000)
    slow = page.context.new_cdp_session(page)
    received = []
    slow.on("Network.loadingFinished", lambda event: received.append(event["encodedDataLength"]))
    slow.send("Network.enable")
    slow.send("Network.emulateNetworkConditions", SLOW)
    slow.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    page.goto(url, wait_until="load")
    shift = page.evaluate(SHIFT)
    page.close()
    return shift, sum(received) / 1000


def measured(base: str, names: list[str]) -> dict[str, list[tuple[float, float]]]:
    """쪽마다 두 너비에서의 (밀림, 받은 KB)를 적는다."""
    found = {}
    with sync_playwright() as play:
        chrome = chromium.launch(play)
        for name in names:
            found[name] = [opened(chrome, f"{base}/{name}.html", width) for width in WIDTHS]
            told = "  ".join(
                f"{width} px: 밀림 {shift:.4f}, {size:4.0f} KB"
                for width, (shift, size) in zip(WIDTHS, found[name])
            )
            print(f"{name:22}{told}", flush=True)
        chrome.close()
    return found


def main() -> int:
    if not (SITE / "index.html").exists():
        raise SystemExit("만든 책이 없습니다. make book을 먼저 하세요.")
    names = [str(path.relative_to(SITE).with_suffix("")) for path in sorted(SITE.rglob("*.html"))]
    names.remove("index")  # 첫 쪽으로 바로 보낸다
    megabytes = sum(path.stat().st_size for path in SITE.rglob("*") if path.is_file()) / 1e6
    print(f"CPU {os.cpu_count()}개, 부하 {os.getloadavg()[0]:.1f}. HTML 폴더 {megabytes:.1f} MB", flush=True)
    bad = ["HTML 폴더"] if megabytes > 25 else []
    with serving(SITE, handler=Gzip) as base:
        found = measured(base, names)
        bad += [
            name for name, views in found.items() if any(shift >= 0.02 or size > 250 for shift, size in views)
        ]
        heaviest = max((name for name in found if name[5:7].isdigit()), key=lambda name: found[name][0][1])
        for name in ("book/index", heaviest) if "--no-lighthouse" not in sys.argv else ():
            print(f"{name}, 부하 {os.getloadavg()[0]:.1f}", flush=True)
            for key, score in lighthouse.tell(f"{base}/{name}.html").items():
                bad += [f"{name}의 {key} {score}"] if score < (95 if key == "performance" else 100) else []
    print("목표에 못 미친 것:", ", ".join(bad) or "없음")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
