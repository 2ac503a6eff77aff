"""Words that editors put for one another, and words that say another thing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipelines.dedup.prepared_text import Text

NUMERALS = frozenset("零〇一二三四五六七八九十百千万亿两")
HAN = re.compile(r"[\u3400-\u9fff·]+")
# words that editors put for one another: they name no fact, whatever stands around them. By kind, not by text:
EDITORIAL = frozenset(
    (
        # who says it
        "说 称 讲 道 谈 指 表示 指出 强调 认为 要求 介绍 说明 透露 告诉 提出 谈到 说道 讲到 坦言 直言 "
        "提到 明确 解释 回忆 补充 回答 呼吁 提醒 "
        # what is done, in words that fit everything
        "召开 举行 举办 开展 进行 组织 实施 推进 推动 加强 强化 加快 提升 提高 促进 增进 完善 健全 优化 "
        "改善 改进 深化 落实 贯彻 执行 发布 公布 印发 下发 公开 出台 制定 颁布 发出 启动 开启 展开 打造 "
        "构建 形成 建立 建成 完成 实现 达到 达成 取得 获得 获 取 得到 来到 走进 前往 抵达 奔赴 赴 参加 "
        "出席 参与 负责 承担 担任 组成 包括 包含 涵盖 涉及 围绕 针对 利用 使用 运用 采用 采取 通过 经过 "
        "帮助 协助 支持 助力 保障 确保 保证 维护 保护 解决 处理 处置 应对 开始 结束 继续 延续 成为 作为 "
        "属于 位于 坐落 处于 设立 设置 开设 进入 迎来 迎接 收到 接到 发现 看到 见到 了解 获悉 得知 知道 "
        "需要 必须 应当 应该 应 须 需 可以 能够 可 能 会 将 要 "
        # when, without a day
        "近日 日前 近期 目前 当前 现在 如今 眼下 今天 今日 昨日 昨天 当天 当日 同日 此前 之前 此后 之后 "
        "随后 然后 接着 后来 最近 连日来 近来 近年来 近年 正在 正 已经 已 曾 曾经 即将 将要 马上 立即 "
        "立刻 随即 迅速 及时 尽快 尽早 不久 不久前 这时 此时 那时 同时 期间 时 时候 "
        # how much, how
        "进一步 更加 更 十分 非常 特别 极其 很 较 比较 相当 最 尤其 切实 真正 积极 主动 全面 深入 持续 "
        "不断 大力 努力 认真 扎实 稳步 有序 有效 高效 精准 逐步 逐渐 日益 明显 显著 大幅 快速 紧密 密切 "
        "共同 一起 一同 一道 携手 相互 互相 统一 全部 全体 所有 一切 全 各 各个 各级 部分 一些 有些 多个 "
        "多家 许多 很多 大量 众多 诸多 有关 相关 约 大约 近 将近 超 超过 逾 左右 以上 共 共计 总共 一共 "
        "合计 仅 只 仅仅 "
        # between words
        "和 与 及 以及 并 并且 而且 且 同 跟 或 或者 但 但是 不过 然而 却 因 因为 由于 所以 因此 因而 "
        "从而 如果 若 如 为 为了 以 以便 于 在 对 对于 关于 就 按 按照 根据 依据 依照 遵照 向 往 朝 "
        "从 自 由 被 把 将 给 让 使 令 用 到 至 的 地 得 之 了 着 过 等 等等 也 还 又 再 都 均 "
        "皆 即 便 则 其 该 此 这 那 这个 那个 现场 当场 这些 那些 这里 那里 此外 另外 其中 其他 其它 其余 一个 "
        "一家 一名 一位 这家 该项 本次 此次 这次 本 我们 咱们 他们 它们 她们 他 她 它 自己 大家 是 有 "
        "无 没有 未 不 没 非 "
        # what one thinks of it
        "重要 关键 主要 重大 优秀 杰出 良好 突出 显眼 巨大 特殊 独特 丰富 多样 广泛 广大 宝贵 珍贵 崭新 全新 "
        "希望 期待 期望 盼望 祝愿 欢迎 感谢 喜欢 喜爱 热爱 觉得 感到 感觉 相信 坚信 "
        # who, in general
        "孩子 儿童 老人 老年人 群众 市民 居民 百姓 老百姓 民众 人们 大众 人员 人士 同志 负责人 负责同志 工作人员"
    ).split()
)
BESIDE = 3  # characters of a word that both sides may share, less one
LONGEST = max(map(len, EDITORIAL))
# closed classes of opposites: who swaps one for the other states the contrary
OPPOSITES = tuple(
    tuple(map(frozenset, pair.split("|")))
    for pair in ("升涨增|降跌减", "上|下", "开|闭停关", "男|女", "涨|落", "盈|亏", "超|低", "同意|反对")
)
COMPASS = frozenset("东南西北")
WEATHER = frozenset("晴阴雨雪云雾")
MAX_SENSE = 6


def opposed(one: str, other: str) -> bool:
    """Whether one side says the opposite of the other: up and down, open and closed."""
    if not (0 < len(one) <= MAX_SENSE and 0 < len(other) <= MAX_SENSE):
        return False
    for left, right in OPPOSITES:
        for here, there in ((left, right), (right, left)):
            if _holds(one, here) and _holds(other, there) and not (_holds(other, here) or _holds(one, there)):
                return True
    classes = ((set(one) & kind, set(other) & kind) for kind in (COMPASS, WEATHER))
    return any(here and there and here != there for here, there in classes)


def _holds(text: str, words: frozenset[str]) -> bool:
    return any(word in text for word in words)


def reworded(a: Text, a0: int, a1: int, b: Text, b0: int, b1: int) -> bool:
    """Whether one side is made of words that editors put for one another, or both are with what stands beside them."""
    if _is_editorial(a.folded[a0:a1]) or _is_editorial(b.folded[b0:b1]):
        return True
    return parts_reworded(a, a0, a1, b, b0, b1)


def parts_reworded(a: Text, a0: int, a1: int, b: Text, b0: int, b1: int) -> bool:
    """Whether two ranges are parts of such words: the shared character of 通过 and 经过 stands outside them."""
    widths = [(left, right) for left in range(BESIDE) for right in range(BESIDE) if left or right]
    return any(
        a.folded[max(0, a0 - left) : a0] == b.folded[max(0, b0 - left) : b0]
        and a.folded[a1 : a1 + right] == b.folded[b1 : b1 + right]
        and _is_editorial(a.folded[max(0, a0 - left) : a1 + right])
        and _is_editorial(b.folded[max(0, b0 - left) : b1 + right])
        for left, right in widths
    )


def _is_editorial(text: str) -> bool:
    reached = {0}
    for end in range(1, len(text) + 1):
        starts = range(max(0, end - LONGEST), end)
        if any(start in reached and text[start:end] in EDITORIAL for start in starts):
            reached.add(end)
    return len(text) in reached


def replaced(a: Text, a0: int, a1: int, b: Text, b0: int, b1: int) -> bool:
    """Whether a word of content stands for another: a thing, a cause, a product; not one wording for another."""
    sides = a.folded[a0:a1], b.folded[b0:b1]
    if not all(map(HAN.fullmatch, sides)) or any(map(NUMERALS.issuperset, sides)):
        return False
    return not reworded(a, a0, a1, b, b0, b1)
