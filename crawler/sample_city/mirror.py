"""Convert text to the form of some mirror sites: traditional script, some characters followed by their pinyin."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

# traditional character -> pinyin; these characters are always glossed, all others never
READINGS = {
    "時": "shí", "來": "lái", "發": "fā", "開": "kāi", "會": "huì", "個": "gè", "項": "xiàng",
    "間": "jiān", "議": "yì", "學": "xué", "長": "cháng", "責": "zé", "區": "qū", "電": "diàn",
    "兩": "liǎng", "務": "wù", "熱": "rè", "問": "wèn", "編": "biān", "輯": "jí", "線": "xiàn",
    "員": "yuán", "動": "dòng", "車": "chē", "產": "chǎn", "點": "diǎn", "門": "mén", "場": "chǎng",
    "現": "xiàn", "過": "guò", "業": "yè", "設": "shè", "從": "cóng", "對": "duì", "題": "tí",
    "計": "jì", "請": "qǐng", "關": "guān", "戶": "hù", "檢": "jiǎn", "辦": "bàn", "將": "jiāng",
    "廠": "chǎng", "準": "zhǔn", "進": "jìn", "實": "shí", "類": "lèi", "報": "bào", "環": "huán",
    "調": "diào", "順": "shùn", "經": "jīng", "當": "dāng", "瀾": "lán", "張": "zhāng", "術": "shù",
    "資": "zī", "備": "bèi", "專": "zhuān", "續": "xù", "結": "jié", "導": "dǎo", "輛": "liàng",
    "記": "jì", "護": "hù", "換": "huàn", "詢": "xún", "處": "chù", "營": "yíng", "氣": "qì",
    "體": "tǐ", "應": "yīng", "確": "què", "級": "jí", "碼": "mǎ", "網": "wǎng", "則": "zé",
    "紙": "zhǐ", "讓": "ràng", "橋": "qiáo",
}  # fmt: skip


@lru_cache(maxsize=1)
def _traditional() -> Callable[[str], str]:
    import opencc

    convert: Callable[[str], str] = opencc.OpenCC("s2t").convert
    return convert


@lru_cache(maxsize=128)
def glossed(text: str) -> str:
    """Return the text in traditional script with the pinyin in brackets after each character of `READINGS`."""
    return "".join(f"{char}({READINGS[char]})" if char in READINGS else char for char in _traditional()(text))
