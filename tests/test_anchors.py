"""절의 이름표(book/anchors.py): 제목에서 나오고, 제목이 바뀌어도 옛 주소가 살아 있다."""

import unicodedata

import anchors
import pytest
from anchors import Anchor


def test_every_heading_has_its_name_in_the_list_and_no_name_lost_its_heading():
    wrong = anchors.problems()
    assert not wrong, "\n".join([*wrong, "python book/anchors.py를 실행하고 anchors.tsv를 함께 커밋하세요."])


def test_a_name_stands_once_on_a_page():
    for page, known in anchors.read().items():
        names = [anchor.name for anchor in known]
        assert len(names) == len(set(names)), page


@pytest.mark.parametrize(
    "title, name",
    [
        ("반감기", "반감기"),
        ("실행: 20시점 뒤에 남는 것", "실행-20시점-뒤에-남는-것"),
        ("PyTorch·Keras로 옮기기", "pytorch-keras로-옮기기"),
        ("4가지 요소와 구조", "절-4가지-요소와-구조"),
        (unicodedata.normalize("NFD", "셀 상태 갱신"), "셀-상태-갱신"),
    ],
)
def test_a_name_is_made_of_the_letters_of_the_heading(title, name):
    assert anchors.slug(title) == name


def test_a_reworded_heading_keeps_its_old_address():
    known = [Anchor("가", "가"), Anchor("나", "나"), Anchor("다", "다")]
    moved = anchors.follow(["가", "나를 고쳐 씀", "다"], known)
    assert moved == [Anchor("가", "가"), Anchor("나", "나를 고쳐 씀"), Anchor("다", "다")]
    assert anchors.assign(["가", "나를 고쳐 씀", "다"], moved) == [["가"], ["나"], ["다"]]


def test_the_address_of_a_removed_section_leads_to_the_one_before_it():
    known = [Anchor("가", "가"), Anchor("나", "나"), Anchor("다", "다")]
    moved = anchors.follow(["가", "다"], known)
    assert anchors.assign(["가", "다"], moved) == [["가", "나"], ["다"]]


def test_a_new_section_changes_no_other_address():
    known = [Anchor("가", "가"), Anchor("나", "나")]
    assert anchors.follow(["가", "새 절", "나"], known)[1:] == [Anchor("새-절", "새 절"), Anchor("나", "나")]


def test_two_headings_of_the_same_words_have_two_addresses():
    assert anchors.assign(["풀이", "풀이"], []) == [["풀이"], ["풀이-2"]]
    listed = anchors.follow(["풀이", "풀이"], [])
    assert anchors.assign(["풀이", "풀이"], listed) == [["풀이"], ["풀이-2"]]


def test_a_heading_that_moved_keeps_its_address():
    known = [Anchor(name, name) for name in "가나다라"]
    assert set(anchors.follow(["가", "다", "나", "라"], known)) == set(known)


def test_the_list_says_what_is_wrong_with_it(monkeypatch, tmp_path):
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "01-x.md").write_text("# 제목\n\n```\n# 코드\n```\n\n## 새 절\n", encoding="utf-8")
    (tmp_path / "anchors.tsv").write_text(
        "쪽\t이름표\t제목\n01-x\t제목\t제목\n01-x\t옛\t옛 절\n", encoding="utf-8"
    )
    monkeypatch.setattr(anchors, "BOOK", tmp_path)
    monkeypatch.setattr(anchors, "LIST", tmp_path / "anchors.tsv")
    missing, lost = anchors.problems()
    assert "새 절" in missing and "#옛" in lost
    assert list(anchors.update()) == ["01-x#옛: 옛 절 → 새 절"]
    assert not anchors.problems()
