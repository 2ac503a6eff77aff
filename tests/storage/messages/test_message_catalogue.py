"""Looking up messages in both languages."""

from __future__ import annotations

import pytest

from storage.messages import WORDS, Catalogue, current_language, words


@pytest.fixture
def chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GOVNEWS_LANG", "zh")


@pytest.fixture
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GOVNEWS_LANG", "en")


@pytest.mark.parametrize(
    ("variables", "language"),
    [
        ({"GOVNEWS_LANG": "zh", "LANG": "en_US.UTF-8"}, "zh"),
        ({"GOVNEWS_LANG": "en", "LANG": "zh_CN.UTF-8"}, "en"),
        ({"LC_ALL": "zh_CN.UTF-8", "LANG": "C"}, "zh"),
        ({"LANG": "zh_TW.UTF-8"}, "zh"),
        ({}, "en"),
    ],
)
def test_first_variable_that_is_set_decides_the_language(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], language: str
) -> None:
    for name in ("GOVNEWS_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert current_language() == language


@pytest.mark.usefixtures("chinese")
def test_text_fills_in_values_in_chinese() -> None:
    assert WORDS.text("finding.more", count=3) == "另有 3 项异常"


@pytest.mark.usefixtures("english")
def test_unknown_key_and_missing_value_raise_key_error() -> None:
    with pytest.raises(KeyError):
        WORDS.text("finding.nonsense")
    with pytest.raises(KeyError):
        WORDS.text("finding.more", number=3)


@pytest.mark.usefixtures("english")
def test_unknown_code_is_its_own_word() -> None:
    assert WORDS.word("state", "unheard_of") == "unheard_of"


@pytest.mark.usefixtures("english")
def test_catalogue_asks_its_base_for_other_topics() -> None:
    catalogue = Catalogue("storage.migrations", base=WORDS)
    assert catalogue.text("state.refused") == "refused"
    assert catalogue.topics() == []


@pytest.mark.usefixtures("english")
@pytest.mark.parametrize(
    ("code", "phrase"),
    [
        ("http_503", "HTTP 503"),
        ("soft_404", "page states that it was not found"),
        ("robots_timeout", "robots.txt not readable"),
        ("unheard_of:OSError", "unheard_of (OSError)"),
        ("unheard_of", "unheard_of"),
        (None, ""),
    ],
)
def test_reason_is_a_short_phrase(code: str | None, phrase: str) -> None:
    assert words.reason(code) == phrase


@pytest.mark.usefixtures("chinese")
def test_counts_are_printed_with_words() -> None:
    assert words.counts({"stored": 3, "refused": 1}, "state") == "已存 3, 拒收 1"


@pytest.mark.usefixtures("chinese")
def test_finding_without_values_keeps_its_stored_text() -> None:
    assert words.finding({"kind": "budget", "text": "stopped"}) == "预算用尽: stopped"
    assert words.finding({"kind": "unheard_of", "text": "odd"}) == "unheard_of: odd"


@pytest.mark.usefixtures("chinese")
def test_finding_with_values_is_translated() -> None:
    found = {"kind": "host_paused", "about": "www.qinglan.test", "seconds": 60, "text": "paused"}
    assert words.finding(found) == "www.qinglan.test 要求暂停 60 秒；其页面留待下次"
