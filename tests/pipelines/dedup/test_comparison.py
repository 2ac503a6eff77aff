"""Comparison of two articles: one text, an excerpt, a variant with other facts, or unrelated."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.dedup import clause_hashes, compare, fingerprint
from pipelines.dedup.thresholds import MAX_CLAUSES, THRESHOLDS
from pipelines.items import Article
from tests.pipelines.dedup.dedup_texts import article, reprint, story

DAY = date(2026, 5, 4)
NOTICE = (
    "青岚市气象台5月4日16时发布：今天夜间到明天，青岚市多云转晴，偏北风3级，最低气温5℃，最高气温21℃。\n"
    "后天白天到夜间晴间多云，气温4～23℃。请市民及时增减衣物，农业生产注意防范早晚低温。"
)


def notice(body: str = NOTICE, title: str = "青岚市5月4日天气预报", day: date | None = DAY) -> Article:
    return Article(title=title, body=body, published_date=day)


TEXT = story(Random(4))
PARAGRAPHS = (TEXT.body or "").split("\n")


def test_shared_first_words_do_not_decide_the_alignment() -> None:
    opening = PARAGRAPHS[0][:20]
    brief = replace(TEXT, body=opening + "".join(PARAGRAPHS[2:4]))
    whole = replace(TEXT, body="\n".join([*PARAGRAPHS[:2], opening + PARAGRAPHS[2], *PARAGRAPHS[3:]]))
    assert compare(whole, brief).kind == "excerpt_of"


def test_equal_texts_are_duplicates() -> None:
    found = compare(TEXT, replace(TEXT))
    assert (found.kind, found.score, found.cover_a, found.cover_b, found.conflicts) == (
        "duplicate",
        1,
        1,
        1,
        (),
    )


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("。\n", "。"),
        lambda text: text.translate({ord("，"): ",", ord("。"): ".", ord("1"): "１"}),
        lambda text: text + "\n责任编辑：汪晓阳\n来源：青岚日报",
        lambda text: "本报讯（记者 汪晓阳）" + text,
        lambda text: "■本报通讯员 汪晓阳 葛海平\n" + text,
    ],
    ids=["joined paragraphs", "half width", "editors", "lead formula", "byline"],
)
def test_layout_and_site_lines_leave_a_duplicate(change: object) -> None:
    assert compare(TEXT, replace(TEXT, body=change(TEXT.body))).kind == "duplicate"  # type: ignore[operator]


def test_editors_lead_and_unknown_site_lines_leave_a_reprint() -> None:
    body = f"小城读书会今日推荐这一篇，转给爱读的您。\n{TEXT.body}\n（转载请注明出处）\n点亮 在看 好友圈"
    found = compare(TEXT, replace(TEXT, body=body, title="推荐｜" + (TEXT.title or "")))
    assert (found.kind, found.cover_a) == ("reprint", 1)


def test_text_without_its_end_is_a_reprint() -> None:
    assert compare(TEXT, replace(TEXT, body="\n".join(PARAGRAPHS[:3]))).kind == "reprint"


def test_few_reworded_places_leave_a_reprint() -> None:
    body = (TEXT.body or "").replace("傍晚", "黄昏", 1).replace(
        "清晨", "早上", 1
    ) + "\n以上是记者在街头巷尾听来的几段往事，愿与读者分享。"
    assert compare(TEXT, replace(TEXT, body=body)).kind == "reprint"


FORM = (
    "经查，城北商行销售的腐竹抽样检验不合格，脱氢乙酸项目不符合标准，抽检时间为周三上午，货位为B区第十排，负责人为副经理葛文澜，"
    "同批抽检的还有粉条、挂面、糕点，合格率排在前面的是岗上、洼里、坝头，住户祝海平参加见证。当事人应当立即停止销售，并在期限内整改到位。"
)


@pytest.mark.parametrize(
    ("old", "new", "conflict"),
    [
        ("脱氢乙酸", "苯甲酸", "words"),
        ("粉条", "蜂蜜", "items"),
        ("洼里", "枣行", "items"),
        ("周三", "周日", "figures"),
        ("B区", "F区", "figures"),
        ("第十排", "第十二排", "figures"),
        ("副经理", "经理", "names"),
        ("祝海平", "祝文澜", "names"),
        ("城北商行", "湖西商行", "places"),
    ],
)
def test_form_with_one_other_entry_is_a_variant(old: str, new: str, conflict: str) -> None:
    found = compare(notice(FORM, "处罚公示"), notice(FORM.replace(old, new), "处罚公示"))
    assert found.kind == "variant"
    assert conflict in found.conflicts


@pytest.mark.parametrize(
    ("old", "new"), [("应当", "必须"), ("立即", "马上"), ("参加", "出席"), ("并在", "且在"), ("到位", "")]
)
def test_reworded_form_is_a_reprint(old: str, new: str) -> None:
    assert compare(notice(FORM, "处罚公示"), notice(FORM.replace(old, new), "处罚公示")).kind == "reprint"


def test_different_site_lines_after_a_notice_leave_one_text() -> None:
    one, other = notice(FORM + "\n点击进入专题页面"), notice(FORM + "\n长按二维码加入读者群")
    assert compare(one, other).kind in ("duplicate", "reprint")


def test_part_without_the_opening_is_an_excerpt() -> None:
    part = replace(TEXT, body="\n".join(PARAGRAPHS[2:5]))
    found, turned = compare(part, TEXT), compare(TEXT, part)
    assert (found.kind, found.direction) == ("excerpt_of", "a_in_b")
    assert (turned.kind, turned.direction) == ("excerpt_of", "b_in_a")
    assert (found.cover_a, found.cover_b) == (turned.cover_b, turned.cover_a)


def test_articles_are_excerpts_of_a_page_that_holds_several() -> None:
    others = [story(Random(seed)) for seed in (11, 12, 13)]
    page = article("第2版：综合", "\n".join(f"{one.title}\n{one.body}" for one in (TEXT, *others)), DAY)
    for one in (TEXT, *others):
        assert compare(one, replace(page, published_date=one.published_date)).kind == "excerpt_of"


def test_article_that_fills_most_of_a_page_is_an_excerpt_of_it() -> None:
    brief = "\n".join((story(Random(14)).body or "").split("\n")[:3])
    page = replace(TEXT, title="第2版：综合", body=f"{TEXT.body}\n今冬第一场雪落在石鼓岭\n{brief}")
    found = compare(TEXT, page)
    assert found.cover_b < THRESHOLDS.merged_collection
    assert found.kind == "excerpt_of"


def test_different_stories_are_unrelated() -> None:
    assert compare(TEXT, story(Random(5))).kind == "unrelated"


@pytest.mark.parametrize(
    ("old", "new", "conflict"),
    [
        ("21℃", "22℃", "figures"),
        ("16时", "17时", "figures"),
        ("4～23℃", "4～24℃", "figures"),
        ("最低气温5℃", "最低气温-5℃", "figures"),
        ("5月4日", "5月6日", "figures"),
        ("多云转晴", "多云转阴", "senses"),
        ("偏北风", "偏南风", "senses"),
        ("青岚市", "石湾市", "places"),
    ],
)
def test_one_changed_fact_makes_a_variant(old: str, new: str, conflict: str) -> None:
    other = notice(NOTICE.replace(old, new), f"天气预报（{new}）")
    found = compare(notice(), other)
    assert found.kind == "variant"
    assert conflict in found.conflicts


def test_swapped_numbers_make_a_variant() -> None:
    swapped = NOTICE.replace("5月4日", "4月5日")
    assert compare(notice(), notice(swapped)).conflicts == ("figures",)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("姜有田", "沈明远"),
        ("姜有田", "沈有田"),
        ("姜有田", "姜德厚"),
        ("奚佳宁、汪文澜", "奚佳宁、喻文澜"),
        ("奚佳宁、汪文澜", "奚立群、汪文澜"),
    ],
)
def test_one_changed_name_makes_a_variant(old: str, new: str) -> None:
    frame = (
        "市人民政府决定，任命姜有田同志为市粮食和物资储备局副局长，以上人员的任职时间从本通知印发之日起计算，试用期按照有关规定执行，期满考核合格的正式任职。"
        "奚佳宁、汪文澜等列席会议，会议还研究了其他事项，要求各单位抓好落实。"
    )
    found = compare(notice(frame, "任免通知"), notice(frame.replace(old, new), "任免通知"))
    assert (found.kind, found.conflicts) == ("variant", ("names",))


def test_titles_with_different_issue_numbers_make_a_variant() -> None:
    other = replace(TEXT, title="第13期简报", body=(TEXT.body or "") + "\n一句新的话写在最后。")
    found = compare(replace(TEXT, title="第12期简报"), other)
    assert (found.kind, found.conflicts) == ("variant", ("title",))


def test_number_in_another_notation_is_the_same() -> None:
    one = PARAGRAPHS[0] + "全市共有12,345户、30000人参加，占百分之二十五。" + PARAGRAPHS[1]
    other = PARAGRAPHS[0] + "全市共有12345户、3万人参加，占25%。" + PARAGRAPHS[1]
    assert compare(replace(TEXT, body=one), replace(TEXT, body=other)).kind in ("duplicate", "reprint")


@pytest.mark.parametrize(
    ("days", "same", "cut"),
    [
        (0, "duplicate", "reprint"),
        (14, "duplicate", "reprint"),
        (15, "duplicate", "variant"),
        (31, "variant", "variant"),
    ],
)
def test_window_of_dates(days: int, same: str, cut: str) -> None:
    one = replace(TEXT, published_date=date(2026, 5, 1))
    later = replace(TEXT, published_date=date.fromordinal(one.published_date.toordinal() + days))  # type: ignore[union-attr]
    assert compare(one, later).kind == same
    assert compare(one, replace(later, body="\n".join(PARAGRAPHS[:3]))).kind == cut


def test_missing_date_is_replaced_by_the_day_first_seen() -> None:
    dated = replace(TEXT, published_date=date(2026, 5, 1))
    unknown = replace(TEXT, published_date=None)
    seen = replace(unknown, first_seen_at=datetime(2026, 8, 1, tzinfo=UTC))
    assert compare(dated, unknown).kind == "duplicate"
    assert compare(unknown, replace(unknown)).kind == "duplicate"
    assert (compare(dated, seen).kind, compare(dated, seen).conflicts) == ("variant", ("dates",))


@pytest.mark.parametrize("body", [None, "", "\n\n", "图片新闻", "。，、！", "图片新闻\n摄影"])
def test_very_short_text_is_unrelated(body: str | None) -> None:
    assert compare(notice(body or "", "图片新闻"), notice(body or "", "图片新闻")).kind == "unrelated"
    assert compare(Article(body=body), notice()).kind == "unrelated"


def test_tables_with_other_numbers_are_not_one_text() -> None:
    rows = "\n".join(
        f"{name}\t{price}\t元/公斤"
        for name, price in zip("面粉 大豆 猪肉 鸡蛋 白菜 萝卜".split(), range(6), strict=True)
    )
    head = "青岚市发展改革委价格监测中心发布本周主要农产品价格监测情况如下，供生产经营者参考使用，转载请注明出处。"
    other = rows.replace("3\t", "4\t").replace("5\t", "7\t")
    assert compare(notice(f"{head}\n{rows}"), notice(f"{head}\n{other}")).kind == "variant"
    assert compare(notice(rows), notice(other)).kind in ("variant", "unrelated")


def test_list_of_names_has_no_clause_hashes() -> None:
    names = "\n".join("汪有田 巫晓阳 沈明远 柏素琴 奚立群 葛建华 喻一帆".split())
    assert clause_hashes(names) == ()
    assert compare(notice(names), notice(names)).kind == "unrelated"  # 21 characters prove nothing
    long = "\n".join([names, names.replace("有田", "文澜"), "邹春生 姜德厚 戚佳宁"])
    assert compare(notice(long), notice(long)).kind == "duplicate"


@pytest.mark.slow
def test_text_of_five_megabytes_is_compared_in_part_and_not_merged() -> None:
    rng = Random(6)
    blocks = [story(rng).body or "" for _ in range(40)]
    long = "\n".join(f"{number}号。{blocks[number % 40]}" for number in range(5_000_000 // 1500))
    found = compare(
        notice(long, title=long[:1_000_000]), notice(long + "末尾另有一句。", title=long[9:1_000_000])
    )
    assert (found.kind, "unread" in found.conflicts) == ("variant", True)
    assert compare(notice(long), notice(long)).kind == "duplicate"
    assert len(fingerprint(long).hashes) <= MAX_CLAUSES


TEXTS = st.text(alphabet="青岚市5月4日，。\n记者张明12.%（）～-\t、讯：a", max_size=120)


@settings(max_examples=200)
@given(TEXTS, TEXTS, TEXTS, TEXTS)
def test_comparison_is_symmetric(a: str, b: str, title_a: str, title_b: str) -> None:
    one, other = Article(title=title_a, body=NOTICE[:60] + a), Article(title=title_b, body=NOTICE[:60] + b)
    found, turned = compare(one, other), compare(other, one)
    assert found.kind == turned.kind
    assert (found.cover_a, found.cover_b, found.score) == (turned.cover_b, turned.cover_a, turned.score)
    assert found.conflicts == turned.conflicts
    assert min(found.cover_a, found.cover_b) >= 0
    assert max(found.cover_a, found.cover_b, found.score) <= 1


def test_reprints_of_one_text_merge_with_one_another() -> None:
    rng = Random(8)
    for _ in range(20):
        assert compare(reprint(TEXT, rng), reprint(TEXT, rng, cut=0.2)).kind in ("duplicate", "reprint")


def sentences(body: str) -> list[str]:
    """The sentences of a body, with the line breaks after them."""
    return re.findall(r"[^。]+。\n?", body)


@pytest.mark.parametrize("with_titles", [False, True])
def test_articles_are_excerpts_of_a_digest_that_quotes_their_leads(with_titles: bool) -> None:
    rng = Random(21)
    found: Counter[str] = Counter()
    for _ in range(20):
        articles = [story(rng, rng.choice((8, 12, 18))) for _ in range(5)]
        leads = [
            "".join(sentences(one.body or "")[: rng.choice((1, 2))]).replace("\n", "") for one in articles
        ]
        lines = [
            f"{one.title}\n{lead}" if with_titles else lead for one, lead in zip(articles, leads, strict=True)
        ]
        for one in articles:
            found[
                compare(replace(one, published_date=DAY), article("一周要闻", "\n".join(lines), DAY)).kind
            ] += 1
    assert found["excerpt_of"] >= 0.9 * found.total()
    assert not found["reprint"] + found["duplicate"]


def test_text_shortened_by_a_third_in_two_places_is_a_reprint() -> None:
    rng = Random(22)
    found: Counter[str] = Counter()
    for _ in range(60):
        text = story(rng, rng.choice((9, 12, 18)))
        kept = sentences(text.body or "")
        for size in (len(kept) // 6, len(kept) // 3 - len(kept) // 6):
            at = rng.randrange(len(kept) - size)
            kept = kept[:at] + kept[at + size :]
        found[compare(text, replace(text, body="".join(kept))).kind] += 1
    assert found["reprint"] >= 55  # a text cut at both ends cannot be told from a brief


def test_one_passage_from_the_middle_is_an_excerpt() -> None:
    kept = sentences(TEXT.body or "")
    assert compare(TEXT, replace(TEXT, body="".join(kept[3:-3]))).kind == "excerpt_of"
