"""접근성 검사기 axe를 쪽에서 돌린다. 브라우저를 쓰는 검사가 함께 쓴다."""

from axe_playwright_python.sync_playwright import Axe

SCRIPT = Axe().axe_script
# 어긋난 것만 받는다. 나머지 목록까지 받으면 두 배 넘게 걸린다
OPTIONS = {"preload": False, "resultTypes": ["violations"]}
# 겹쳐 놓은 수식의 조각은 axe가 대비를 '알 수 없음'으로 남긴다. 그 대비는 test_every_page가 직접 잰다
CONFIGURE = "axe.configure({rules: [{id: 'color-contrast', selector: '*:not(math *)'}]})"


# 밝기에 따라 답이 달라질 수 있는 규칙
COLOURS = ["color-contrast", "link-in-text-block"]


def violations(page, part: str | None = None, rules: list[str] | None = None) -> list[tuple[str, str]]:
    """쪽(또는 그 안의 `part`)에서 어긋난 규칙과 처음 어긋난 곳. `rules`가 없으면 모든 규칙을 본다."""
    if page.evaluate("!window.axe"):  # 쪽마다 한 번 싣는다
        page.evaluate(SCRIPT)
        page.evaluate(CONFIGURE)
    options = OPTIONS | ({"runOnly": rules} if rules else {})
    found = page.evaluate("([part, options]) => axe.run(part || document, options)", [part, options])
    return [(v["id"], v["nodes"][0]["html"][:160]) for v in found["violations"]]
