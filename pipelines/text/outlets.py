"""Whose text it is: outlets as pages state them, kept apart from the platforms that show them."""

from __future__ import annotations

import re

MAX_OUTLET = 40
# a platform shows what others wrote; its name in 来源 says nothing about whose text it is
PLATFORM = re.compile(
    r"(网易(号|新闻|订阅)?|163\.com|澎湃(新闻)?(·?澎湃号(·.{1,10})?)?|百家号|百度百家|搜狐(号|网|新闻)?|腾讯(新闻|网|企鹅号)?|企鹅号|"
    r"今日头条|头条号|微信公众(号|平台)|新浪(微博|网|新闻|看点)?|一点号|一点资讯|大鱼号|UC头条|抖音|快手)",
    re.IGNORECASE,
)
NOTHING = re.compile(
    r"(本站|本网|本刊|本报讯?|本台|原创|互联网|网络|网络整理|转载|未知|不详|佚名|综合|其他|其它|无|网站名称|admin|管理员|"
    r"政府网站标识码|本站原创|来源|作者|点击查看|资料图片?|资料|图片|图集|视频|博客|相关链接|网络图片|[-—/.]*|\d+)",
    re.IGNORECASE,
)
EDGES = " :：,，;；。|\"'"
BRACKETS = ("()", "（）", "[]", "【】", "<>", "《》")
# 岚水县 融媒体中心: one name, set with a space
SPACED_PLACE = re.compile(
    r"(?<=[省市区县旗镇乡])\s(?=融媒体?中心$|广播电视台$|人民政府$|[\u3400-\u9fff]{2,8}[局委办]$)"
)
OWN = re.compile(r"(本报|本网|本台|本刊|本站)")
MEDIUM = re.compile(
    r"(日报|晚报|早报|晨报|时报|周报|商报|导报|都市报|农村报|报|网|电视台|广播电台|电台|广播电视台|融媒体中心|融媒体?|全媒体|传媒|客户端|发布|通讯社|新华社|"
    r"中新社|央视|新闻|在线|热线|杂志|快报|文明办|宣传部)$"
)
# names of columns end like those of media
COLUMN = re.compile(
    r"(时政|国内|国际|社会|地方|本地|本市|今日|图片|视频|综合|部门|乡镇|基层|媒体|工作|最新|头条|热点|滚动|民生|县区|政务|党建|站内|公司|"
    r"行业|企业|校园|学校|学院|医院|机关|系统|重要|信息|更多|相关|推荐|精彩)(新闻|发布|资讯|快报|在线|公告|通知|部门|中心)"
)
ORGAN = re.compile(
    r"(局|委|办|部|厅|院|府|会|中心|馆|所|站|处|社|校|学|区|市|县|镇|街道|乡|公司|集团|医院|银行)$"
)


def clean_outlet(value: str) -> str | None:
    """A stated 来源 as the name of an outlet; None for placeholders, platforms and sentences."""
    name = SPACED_PLACE.sub("", _unwrapped(value.strip(EDGES)))
    if not name or len(name) > MAX_OUTLET or NOTHING.fullmatch(name) or is_platform(name):
        return None
    if re.search(r"[。！？!?]|https?://", name):
        return None
    return name


def _unwrapped(name: str) -> str:
    """A name without brackets around it, and without those whose other half is missing."""
    for pair in BRACKETS:
        opens, closes = pair[0], pair[1]
        if name.startswith(opens) and name.endswith(closes) and name.count(opens) == 1:
            name = name[1:-1].strip(EDGES)
        if name.startswith(opens) and closes not in name:
            name = name[1:].strip(EDGES)
        if name.endswith(opens):
            name = name[:-1].strip(EDGES)
        if name.endswith(closes) and opens not in name:
            name = name[:-1].strip(EDGES)
    return name


def is_platform(name: str) -> bool:
    return PLATFORM.fullmatch(name.strip()) is not None


def is_medium(name: str) -> bool:
    """Whether a bare token names a medium (it ends like one)."""
    return (
        3 <= len(name) <= MAX_OUTLET
        and MEDIUM.search(name) is not None
        and not re.search(r"[，。,;；!?]", name)
    )


def is_publisher(name: str) -> bool:
    """Whether a bare token beside a date can be who published: a medium, an authority, a zone."""
    return (
        2 < len(name) <= MAX_OUTLET
        and COLUMN.fullmatch(name) is None
        and (is_medium(name) or ORGAN.search(name) is not None)
        and not re.search(r"[，。,;；!?:：\d]", name)
    )
