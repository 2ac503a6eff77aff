"""Labelled values of a metadata line: 来源：X 作者：Y 责任编辑：Z, and what each label means."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

SOURCE = (
    "信息来源 文章来源 新闻来源 稿件来源 内容来源 资料来源 本文来源 来源单位 来源 稿源 供稿单位 供稿 "
    "发布机构 发布单位 转载自 转自 摘自 出处 文章出处 原创"
).split()
ROLES = {
    "reporter": "记者 本报记者 全媒体记者 文字记者 采访记者 视频记者 见习记者 实习记者 首席记者 特约记者 融媒记者 融媒体记者",
    "correspondent": "通讯员",
    "author": "作者 撰稿人 撰稿 撰文 供稿人 文字 文 文/图 图/文 文图 图文",
    "photographer": "摄影记者 摄影 拍摄 图片 摄 图",
    "responsible_editor": "责任编辑 责编",
    "editor": "网络编辑 图片编辑 视频编辑 新媒体编辑 版面编辑 本版编辑 编辑 本期编辑 文字编辑 "
    "值班编辑 内容编辑 栏目编辑 执行编辑 微信编辑 文案编辑",
    "first_review": "初审编辑 初审人 初审 一审",
    "second_review": "复审编辑 复审人 复审 二审",
    "final_review": "终审编辑 终审人 终审 三审",
}
PUBLISHED = (
    "发布时间 发布日期 发表时间 发表日期 发稿时间 信息时间 刊发时间 上网时间 发布于 发表于 时间 日期 "
    "发文日期 公布日期 公开日期 公开时间 添加时间"
).split()
AMBIGUOUS = frozenset(("时间", "日期"))  # a notice says when its event takes place
UPDATED = "更新时间 更新日期 修改时间 最后更新时间 最后更新 最近更新 最后修改 更新于".split()
# when a document was signed or printed is not when it was published
WRITTEN = "成文日期 成文时间 印发日期 印发时间 生成日期 生成时间 制发日期".split()
# read, so that the line leaves the body; nothing of them is kept
SILENT = (
    "实习生 校对 责任校对 一校 二校 三校 审核人 审核 审稿 核稿 审签 签发人 签发 编发 录入 上传 "
    "文章类型 信息类型 信息员 监制 策划 值班主任 值班编委 值班总编 统筹 总监制 主编 副主编 编审 制图 制作 美编 版式 编校 监审 "
    "图片来源 图源 供图 视频 剪辑 播音 浏览次数 浏览量 浏览 阅读次数 阅读量 阅读 点击次数 点击数 点击量 点击 访问次数 "
    "访问量 人气 字号 字体 字体大小 分享 分享到 打印 关键词 标签 栏目 分类 所属栏目 语音播报 索引号 主题分类"
).split()
# who checks and signs has a hundred names: 内容审核, 值班校对, 总监制
CHECKED = "审核|校对|监制|策划|统筹|签发|审定|编审"
REVIEWS = ("first_review", "second_review", "final_review")

MEANING = (
    dict.fromkeys(SOURCE, "source")
    | {label: role for role, labels in ROLES.items() for label in labels.split()}
    | dict.fromkeys(PUBLISHED, "published")
    | dict.fromkeys(UPDATED, "updated")
    | dict.fromkeys(WRITTEN + SILENT, "silent")
)
_WORDS = "|".join(sorted(MEANING, key=len, reverse=True))
CHECK_LABEL = re.compile(rf"[\u4e00-\u9fff]{{1,4}}(?:{CHECKED})")
# a label stands at the start or after white space or a bar: 资金来源 and 收入来源 are other words
LABEL = re.compile(
    rf"(?:^|(?<=[\s|【\[(丨])|(?<=\d)|(?<=\d日))(?P<label>{_WORDS}|[\u4e00-\u9fff]{{1,4}}(?:{CHECKED}))\s?(?:[:：]|\s[|丨]|[|丨]|(?<=[发布表]于)\s)\s?|(?:^|(?<=\s))(?P<slash>文|图|摄|文图)/"
)
# markup glues the next label to the value before it; only labels that end no other word
GLUED = re.compile(
    rf"(?<=\S)(?P<label>{'|'.join(UPDATED + WRITTEN)}|发布时间|发布日期|发表时间|发文日期|发稿时间|"
    r"(?<![止动议始束效名行训试标示理业办文发印成息])(?:日期|时间)|作者|文章类型|信息类型|浏览次数|浏览量|点击数|点击量|点击次数|阅读次数|访问量|字体|字号|"
    r"信息来源|来源|稿源|出处|责任编辑|责编|编辑|记者|通讯员|摄影|审核|校对|初审|复审|终审|一审|二审|三审)\s?[:：]\s?"
)
# a label of the page's own (发布者, 信息分类): its value belongs to no other label
OTHER = re.compile(r"(?:^|(?<=\s))(?!联系|电话|热线|邮箱|电子邮箱)(?P<label>[\u4e00-\u9fff]{2,8})\s?[:：]\s?")
OTHERS = re.compile(r"(?:[\u4e00-\u9fff]{2,8}\s?[:：]\s?[^\s:：。！？；]{0,20}\s?){1,4}")
TOOLS = re.compile(
    r"[【\[(](?:打印|关闭|收藏|分享|大|中|小|返回|纠错|字[体号][:：]?[大中小 ]*|打印本页|关闭窗口|加入收藏)[】\])]"
    r"|\s?返回搜狐[,，]查看更多$"
)


BOTH = frozenset(("文图", "图文", "文/图", "图/文"))  # one maker of text and pictures
BETWEEN = re.compile(r"[】\])]\s?[【\[(](?=[\u4e00-\u9fff]{2,6}\s?[:：])")
SPACED_SOURCE = re.compile(r"(?<=[·|]\s)来源\s(?=\S{2,20}$)")


def label_meaning(label: str) -> str:
    """What a label means; ``other`` for one that is not known."""
    known = MEANING.get(label, "other")
    return "silent" if known == "other" and CHECK_LABEL.fullmatch(label) else known


def labelled_values(line: str) -> tuple[str, list[tuple[str, str, str]]]:
    """A line (folded for matching) to what stands before its first label, and (meaning, label, value) of each.

    The meaning of a label that is not known is ``other``.

    >>> pairs("来源: 县融媒体中心 作者: 周文远")[1]
    [('source', '来源', '县融媒体中心'), ('author', '作者', '周文远')]
    """
    line = SPACED_SOURCE.sub("来源:", BETWEEN.sub(" ", line))
    found = list(LABEL.finditer(line))
    if not found:
        return line, []
    first = found[0].end()
    taken = [match.span() for match in found]
    for pattern in (GLUED, OTHER):
        more = [
            match
            for match in pattern.finditer(line, first)
            if not any(start < match.end() and match.start() < end for start, end in taken)
        ]
        found += more
        taken += [match.span() for match in more]
    found.sort(key=lambda match: match.start())
    values = []
    for i, match in enumerate(found):
        label = match["label"] or match.groupdict().get("slash") or ""
        end = found[i + 1].start() if i + 1 < len(found) else len(line)
        values.append((label_meaning(label), label, line[match.end() : end].strip(" |丨,，;；")))
    return line[: found[0].start()].strip(), values


ENDS_LIKE_LABEL = re.compile(r"(?:[:：]|日期|时间|期限|有效期至?)$")
OPENS_LINE = re.compile(r"(?P<label>发布时间|发布日期|信息来源|文章来源|发布机构|来源)\s(?=\S)")
MAX_LABEL = 10
# words of menus and tool bars as well: without a colon they wait for no value
BUTTONS = frozenset(
    "图片 图 摄 摄影 文 文字 视频 标签 栏目 分类 分享 阅读 点击 浏览 打印 人气 时间 日期 记者 编辑 作者".split()
)


def join_labels(lines: Iterable[str]) -> list[str]:
    """Head lines with labels put back to their values, which markup holds in cells and blocks of their own.

    A bare date below 成文日期 would be read as the date of publication.
    """
    found: list[str] = []
    for line in lines:
        for cell in filter(None, (part.strip() for part in line.split("\t"))):
            if found and _waits(found[-1]) and not _waits(cell) and not LABEL.match(cell):
                found[-1] = f"{found[-1].rstrip(':： ')}：{cell}"
            else:
                found.append(
                    OPENS_LINE.sub(r"\g<label>：", cell, count=1)
                    if OPENS_LINE.match(cell) and len(cell) <= 60
                    else cell
                )
    return found


def _waits(cell: str) -> bool:
    """Whether a cell is a label that waits for its value."""
    bare = cell.rstrip(":： ").replace(" ", "")
    if bare in BUTTONS and not cell.rstrip().endswith((":", "：")):
        return False
    return len(bare) <= MAX_LABEL and (bare in MEANING or ENDS_LIKE_LABEL.search(cell.rstrip()) is not None)
