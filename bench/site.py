"""책의 쪽이 전화기에서 어떤지 잰다: `make bench-site`. 잰 값을 적고, 목표에 못 미친 것이 있으면 실패로 끝난다.

- 밀림: 네 배 느린 CPU와 느린 4G에서 쪽을 열었을 때의 누적 layout shift. 모든 쪽, 두 너비. 0.02 아래
- 첫 화면: 쪽을 열었을 때 받는 것(gzip). 250 KB 아래
- 폴더: HTML 폴더의 크기. 25 MB 아래
- Lighthouse(전화기): 첫 쪽과 가장 무거운 장. 성능 95 이상, 나머지 100. Node 20이 있어야 하고 npm에서 내려받는다
"""

from __future__ import annotations

import gzip
import io
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "book"), str(ROOT / "tests")]
import chromium  # noqa: E402
from serving import Handler, serving  # noqa: E402

SITE = ROOT / "_build" / "html"
SLOW = {"offline": False, "latency": 150, "downloadThroughput": 1.6e6 / 8, "uploadThroughput": 0.75e6 / 8}
SHIFT = """() => new Promise(done => { let sum = 0;
  new PerformanceObserver(list => list.getEntries().forEach(e => { sum += e.value; }))
    .observe({type: 'layout-shift', buffered: true});
  document.fonts.ready.then(() => setTimeout(() => done(sum), 500)) })"""
LIGHTHOUSE = "lighthouse@12.8.2"  # 13은 Node 22가 있어야 한다
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")


class Gzip(Handler):
    """글로 된 파일을 gzip으로 내주는 서버."""

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


def shifts(base: str, names: list[str]) -> dict[str, float]:
    """쪽과 너비마다의 (밀림, 첫 화면의 KB)를 적고, 목표를 넘은 것을 모은다."""
    bad = {}
    with sync_playwright() as play:
        chrome = chromium.launch(play)
        for name in names:
            for width in (390, 1280):
                page = chrome.new_page(viewport={"width": width, "height": 844})
                page.set_default_timeout(300_000)
                slow = page.context.new_cdp_session(page)
                received = []
                slow.on("Network.loadingFinished", lambda e: received.append(e["encodedDataLength"]))  # noqa: B023
                slow.send("Network.enable")
                slow.send("Network.emulateNetworkConditions", SLOW)
                slow.send("Emulation.setCPUThrottlingRate", {"rate": 4})
                page.goto(f"{base}/book/{name}.html", wait_until="load")
                shift, size = page.evaluate(SHIFT), sum(received) / 1000
                print(f"{name:18}{width:5} px  밀림 {shift:.4f}  첫 화면 {size:4.0f} KB", flush=True)
                if shift >= 0.02 or size > 250:
                    bad[f"{name} {width} px"] = shift
                page.close()
        chrome.close()
    return bad


def lighthouse(url: str) -> dict[str, int]:
    """범주마다의 점수(세 번 가운데 가운데 값)."""
    runs = []
    for _ in range(3):
        with tempfile.TemporaryDirectory() as folder:
            out = Path(folder) / "report.json"
            command = ["npx", "--yes", LIGHTHOUSE, url, "--quiet", "--output=json", f"--output-path={out}",
                       f"--chrome-flags={' '.join(chromium.FLAGS)}"]  # fmt: skip
            subprocess.run(command, check=True, env=os.environ | {"CHROME_PATH": chromium.where()})
            runs.append(json.loads(out.read_text(encoding="utf-8")))
    scores = [[round(run["categories"][name]["score"] * 100) for name in CATEGORIES] for run in runs]
    middle = runs[sorted(range(3), key=lambda k: scores[k][0])[1]]
    for name in (
        "first-contentful-paint",
        "largest-contentful-paint",
        "total-blocking-time",
        "cumulative-layout-shift",
    ):
        print(f"    {name:26}{middle['audits'][name]['displayValue']}")
    failed = [
        a["id"] for a in middle["audits"].values() if a["score"] == 0 and a["scoreDisplayMode"] == "binary"
    ]
    print("    통과하지 못한 것:", ", ".join(failed) or "없음")
    return {name: sorted(column)[1] for name, column in zip(CATEGORIES, zip(*scores))}


def main() -> int:
    if not (SITE / "index.html").exists():
        raise SystemExit("만든 책이 없습니다. make book을 먼저 하세요.")
    megabytes = sum(path.stat().st_size for path in SITE.rglob("*") if path.is_file()) / 1e6
    print(f"CPU {os.cpu_count()}개, 부하 {os.getloadavg()[0]:.1f}. HTML 폴더 {megabytes:.1f} MB", flush=True)
    with serving(SITE, handler=Gzip) as base:
        bad = shifts(base, sorted(path.stem for path in (SITE / "book").glob("*.html")))
        for name in ("index", "08-cell-state") if "--no-lighthouse" not in sys.argv else ():
            scores = lighthouse(f"{base}/book/{name}.html")
            print(f"{name:18}" + "  ".join(f"{key} {value}" for key, value in scores.items()), flush=True)
            bad |= {
                f"{name} {key}": v for key, v in scores.items() if v < (95 if key == "performance" else 100)
            }
    print("목표에 못 미친 것:", bad or "없음")
    return 1 if bad or megabytes > 25 else 0


if __name__ == "__main__":
    sys.exit(main())
