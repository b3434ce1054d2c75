"""Firefox를 WebDriver BiDi로 부리는 얇은 도구. 드라이버 프로그램이 따로 필요 없다: Firefox가 스스로 소켓을 연다."""

from __future__ import annotations

import json
import re
import subprocess
from itertools import count

from websocket import create_connection

KEYS = {"Escape": "\ue00c", "ArrowRight": "\ue014"}


class Firefox:
    """머리 없는 Firefox 하나와 그 안의 쪽 하나. `with Firefox(folder) as page:`로 쓴다."""

    def __init__(self, folder):
        command = [
            "firefox-esr",
            "--headless",
            "--no-remote",
            "--remote-debugging-port=0",
            "--profile",
            str(folder),
        ]
        self.process = subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True)
        address = next(
            found[1] for line in self.process.stderr if (found := re.search(r"listening on (ws://\S+)", line))
        )
        self.socket, self.numbers, self.errors = (
            create_connection(f"{address}/session", timeout=300),
            count(1),
            [],
        )

    def __enter__(self):
        self.ask("session.new", capabilities={})
        self.ask("session.subscribe", events=["log.entryAdded"])
        self.page = self.ask("browsingContext.getTree")["contexts"][0]["context"]
        return self

    def __exit__(self, *_):
        self.socket.close()
        self.process.terminate()
        self.process.wait(60)
        self.process.stderr.close()

    def ask(self, method: str, **params):
        number = next(self.numbers)
        self.socket.send(json.dumps({"id": number, "method": method, "params": params}))
        while True:
            said = json.loads(self.socket.recv())
            if said.get("method") == "log.entryAdded" and said["params"]["level"] == "error":
                self.errors.append(said["params"]["text"])
            if said.get("id") == number:
                assert said["type"] == "success", said
                return said["result"]

    def open(self, url: str, width: int) -> None:
        self.ask("browsingContext.setViewport", context=self.page, viewport={"width": width, "height": 800})
        self.ask("browsingContext.navigate", context=self.page, url=url, wait="complete")

    def run(self, script: str):
        """쪽에서 셈한 값(JSON으로 적을 수 있는 것)."""
        code = f"Promise.resolve(({script})()).then(v => JSON.stringify(v))"
        found = self.ask("script.evaluate", expression=code, target={"context": self.page}, awaitPromise=True)
        assert found["type"] == "success", found
        return json.loads(found["result"]["value"])

    def press(self, selector: str) -> None:
        """보이는 것의 가운데를 누른다."""
        middle = f"""() => {{ const e = document.querySelector({selector!r}); e.scrollIntoView({{block: 'center'}});
          const r = e.getBoundingClientRect(); return [r.x + r.width / 2, r.y + r.height / 2].map(Math.round) }}"""
        x, y = self.run(middle)
        steps = [
            {"type": "pointerMove", "x": x, "y": y},
            {"type": "pointerDown", "button": 0},
            {"type": "pointerUp", "button": 0},
        ]
        self.act("pointer", steps)

    def key(self, name: str, times: int = 1) -> None:
        self.act("key", [{"type": t, "value": KEYS[name]} for t in ("keyDown", "keyUp")] * times)

    def act(self, kind: str, steps: list) -> None:
        self.ask(
            "input.performActions", context=self.page, actions=[{"type": kind, "id": kind, "actions": steps}]
        )
