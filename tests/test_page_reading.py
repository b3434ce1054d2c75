"""쪽을 읽는 사람처럼 쓴다: 코드를 펴고, 용어를 누르고, 확인 문제를 풀고, 그림을 어두운 화면에서 본다."""

import re

import build
import pytest
from serving import watched

pytestmark = pytest.mark.slow  # HTML 책을 만들고 브라우저를 띄운다
CHAPTERS = [name for name in build.chapters() if re.match(r"\d\d", name)]


@pytest.mark.parametrize("name", CHAPTERS)
def test_plumbing_is_folded_to_a_line_and_exercises_stay_open(soup, name):
    page = soup(name)
    for code in page.select("article div.cell_input"):
        cell = code.find_parent("div", class_="cell")
        taught = {"tag_teach", "tag_exercise"} & set(cell["class"])
        assert bool(code.find_parent("details", class_="lr-made")) != bool(taught)
    lines = [summary.get_text() for summary in page.select(".lr-made > summary")]
    assert lines and all(
        re.fullmatch("이 (수|표|그림|조작판)[을를] .* 코드|준비하는 코드", line) for line in lines
    )


@pytest.mark.parametrize("name", CHAPTERS)
def test_every_experiment_a_page_calls_shows_its_own_source(soup, name):
    page = soup(name)
    sources = {
        s.get_text().split(": ")[1]: s.parent.pre.get_text() for s in page.select(".lr-source > summary")
    }
    for code in page.select("article div.cell_input"):
        for called in re.findall(r"lr\.experiments\.([\w.]+)\(", code.get_text()):
            short = called.rpartition(".")[2]
            if short[0].islower():  # 대문자로 시작하는 것은 기록의 이름이다
                assert f"def {short}(" in sources[short] and '"""' not in sources[short]


def test_one_switch_opens_all_code_and_is_remembered(reader):
    page = reader("06-forget-gate", 390)
    made = page.locator("details.lr-made")
    assert made.count() > 5 and page.locator("details.lr-made[open]").count() == 0
    page.locator(".lr-all-code").click()
    assert page.locator("details.lr-made[open]").count() == made.count()
    page.reload()
    assert page.locator("details.lr-made[open]").count() == made.count()
    page.locator(".lr-all-code").click()
    page.reload()
    assert page.locator("details.lr-made[open]").count() == 0


@pytest.mark.parametrize("name", ["02-vanishing", "12-honorifics"])
def test_no_code_is_cut_on_a_phone(reader, name):
    page = reader(name, 390)
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    cut = """() => [...document.querySelectorAll('article pre')].filter(e => e.scrollWidth > e.clientWidth + 1)
      .map(e => e.innerText.slice(0, 60))"""
    assert page.evaluate(cut) == []


FIGURES = """() => [...document.querySelectorAll('svg.lr-figure')].map(svg => {
  const paper = getComputedStyle(document.body).backgroundColor;
  const scale = svg.getBoundingClientRect().width / svg.viewBox.baseVal.width;
  const lum = c => { const v = c.match(/[\\d.]+/g).slice(0, 3).map(x => { x /= 255;
    return x <= .03928 ? x / 12.92 : ((x + .055) / 1.055) ** 2.4 }); return .2126*v[0] + .7152*v[1] + .0722*v[2] };
  const ratio = c => { const a = lum(c), b = lum(paper); return (Math.max(a, b) + .05) / (Math.min(a, b) + .05) };
  const words = [...svg.querySelectorAll('text')];
  const sizes = words.map(t => parseFloat(getComputedStyle(t.querySelector('tspan') || t).fontSize) * scale);
  const lines = [...svg.querySelectorAll('path')].map(p => getComputedStyle(p))
    .filter(s => parseFloat(s.strokeWidth) > 1.5 && s.stroke !== 'none');
  const slabs = [...svg.querySelectorAll('path')].filter(p => /rgb\\(255, 255, 255\\)/.test(getComputedStyle(p).fill));
  return { size: Math.min(...sizes), ink: Math.min(...words.map(t => ratio(getComputedStyle(t).fill))),
    line: Math.min(99, ...lines.map(s => ratio(s.stroke))), slabs: slabs.length, label: svg.getAttribute('aria-label') } })"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_figures_take_the_colours_of_the_page_and_stay_readable_on_a_phone(reader, scheme):
    for name in ("01-rnn", "06-forget-gate", "11-lstm-bptt"):
        figures = reader(name, 390, scheme).evaluate(FIGURES)
        assert figures
        for figure in figures:
            assert figure["size"] >= 11 and figure["slabs"] == 0, figure
            assert figure["ink"] >= 4.5 and figure["line"] >= 3, figure
            assert re.search("[가-힣]", figure["label"])


DRAWN = """() => [...document.querySelectorAll('article :is(.lr-drawing svg, .lr-chart, .lr-cell)')].flatMap(svg => {
  const scale = svg.getBoundingClientRect().width / svg.viewBox.baseVal.width;
  return [...svg.querySelectorAll('text')].filter(t => t.textContent.trim() && t.checkVisibility())
    .map(t => [parseFloat(getComputedStyle(t).fontSize) * scale, t.textContent.trim()]) }).filter(([size]) => size < 11)"""


@pytest.mark.parametrize("width", [390, 1280])
def test_words_in_drawings_and_dials_are_big_enough(reader, width):
    for name in ("01-rnn", "04-bptt", "10-summary"):
        assert reader(name, width).evaluate(DRAWN) == []


@pytest.mark.parametrize("width", [390, 1280])
def test_a_term_and_a_symbol_tell_their_meaning_on_tap(reader, width):
    page = reader("06-forget-gate", width)
    for kind, words in (("term", "비율"), ("symbol", "크기")):
        term = page.locator(f".lr-{kind}-box a.lr-term:visible").first
        term.focus()
        page.keyboard.press("Enter")
        box = page.locator(".lr-pop")
        assert words in box.inner_text()
        inside = box.bounding_box()
        assert inside["x"] >= 0 and inside["x"] + inside["width"] <= width
        assert box.evaluate(
            "b => b.scrollWidth <= b.clientWidth && getComputedStyle(b).whiteSpace === 'normal'"
        )
        page.keyboard.press("Escape")
        assert box.count() == 0 and term.evaluate("e => e === document.activeElement")


def test_without_scripts_a_term_leads_to_the_glossary(soup, site):
    for link in soup("06-forget-gate").select("a.lr-term"):
        page, _, place = link["href"].partition("#")
        assert f'id="{place}"' in (site / "book" / page).read_text("utf-8"), link["href"]


def test_the_glossary_leads_back_to_where_a_term_stands(soup, site):
    links = soup("glossary").select(".lr-places a")
    assert len(links) > 100
    for link in links[::7]:
        page, _, place = link["href"].partition("#")
        assert f'id="{place}"' in (site / "book" / page).read_text("utf-8"), link["href"]


def test_notes_are_told_apart_and_the_source_is_set_in_lines(soup):
    page = soup("06-forget-gate")
    assert [*(k for k in ("source", "fix", "limit", "weak") if page.select(f"blockquote.lr-aside.is-{k}"))] == [
        "source", "fix", "limit", "weak"
    ]  # fmt: skip
    source = page.select_one("blockquote.is-source")
    assert len(source.select("p, li, br")) >= 5 and " / " not in source.get_text()
    assert source.find_previous_sibling("p", class_=False)  # 장이 무엇을 다루는지 말한 뒤에 온다


def test_copied_formulas_come_out_as_tex(reader):
    copied = """() => { const all = [...document.querySelectorAll('article p:has(math)')];
      const words = all.find(p => /성분마다/.test(p.textContent));
      getSelection().selectAllChildren(words);
      const clipboardData = new DataTransfer();
      document.dispatchEvent(new ClipboardEvent('copy', { clipboardData, cancelable: true }));
      return ['text/plain', 'text/html'].map(kind => clipboardData.getData(kind)) }"""
    plain, rich = reader("05-lstm").evaluate(copied)
    assert re.search(r"\$[^$]*[a-zA-Z\\][^$]*\$", plain) and "성분마다" in plain
    assert "<math" in rich


def test_the_number_in_a_cell_stays_in_one_piece(reader):
    page = reader("08-cell-state", 390)
    whole, raised = (
        page.evaluate("""() => { const sup = document.querySelector('article td sup'), range = document.createRange();
      range.selectNode(sup.previousSibling); return [range.getBoundingClientRect().right, sup.getBoundingClientRect().left] }""")
    )
    assert abs(whole - raised) < 3


@pytest.mark.parametrize("name", CHAPTERS)
def test_every_displayed_formula_has_a_name_of_its_own(soup, name):
    names = [block["aria-label"] for block in soup(name).select(".math-block")]
    assert len(names) == len(set(names)) and not [n for n in names if not n.startswith("수식 ") or "\\" in n]


@pytest.mark.parametrize("name", CHAPTERS)
def test_no_name_or_meaning_that_is_read_aloud_holds_raw_tex(soup, name):
    links = soup(name).select("a.lr-term")
    said = [link.get(key, "") for link in links for key in ("aria-label", "data-meaning", "data-more")]
    assert len(said) > 20 and not [words for words in said if re.search(r"[\\_]\{|\\|Vert|partial", words)]
    symbols = [link for link in links if link.select("math")]
    assert symbols and all(re.match("[^_,]+, .*[가-힣]", link["aria-label"]) for link in symbols)


def test_open_questions_are_marked_by_oneself_and_remembered_on_the_device(reader):
    page = reader("06-forget-gate", 390)
    score = page.locator(".lr-score")
    assert "0문제를 맞혔어요" in score.inner_text() and page.locator(".lr-score button").is_hidden()
    answer = page.locator("details", has_text="답 보기").first
    answer.locator("summary").click()
    answer.get_by_role("button", name="맞혔어요").click()
    assert "1문제를 맞혔어요" in score.inner_text()
    page.reload()
    assert "1문제를 맞혔어요" in score.inner_text()
    page.locator(".lr-score button").click()
    assert "0문제를 맞혔어요" in score.inner_text()


QUIZ = """<h2>확인 문제</h2><p><strong>1.</strong> 물음?</p>
<ol><li><p>하나</p></li><li><p>둘</p></li></ol>
<details><summary>답 보기</summary><p><strong>2번.</strong> 둘이에요.</p>
<ol><li><p>하나는 이래서 아니에요.</p></li><li><p>둘은 이래서 맞아요.</p></li></ol></details>"""


def test_a_choice_is_answered_with_its_reason(browser, tmp_path):
    script = (build.BOOK / "assets" / "quiz.js").read_text("utf-8")
    (tmp_path / "q.html").write_text(
        f"<!doctype html><meta charset=utf-8><article><section>{QUIZ}</section></article><script>{script}</script>",
        "utf-8",
    )
    page = watched(browser.new_page())
    page.goto((tmp_path / "q.html").as_uri())
    page.get_by_role("button", name="하나").click()
    assert (
        " ".join(page.locator(".lr-reason").first.inner_text().split()) == "아니에요. 하나는 이래서 아니에요."
    )
    assert "0문제를" in page.locator(".lr-score").inner_text()
    page.get_by_role("button", name="둘").press("Enter")
    assert " ".join(page.locator(".lr-reason").nth(1).inner_text().split()) == "맞아요. 둘은 이래서 맞아요."
    assert "1문제를" in page.locator(".lr-score").inner_text()
    page.close()
