"""Chinese personal names in lists: with separators, and unspaced runs where exactly one split fits."""

from __future__ import annotations

import re

# the commonest surnames of the Hundred Family Surnames and of today's registers; a fact table, kept short on purpose:
# an unspaced run is split only where surnames prove the split, everything else is kept unsplit
SURNAMES = frozenset(
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏窦章苏潘葛奚范彭郎鲁韦昌马苗凤花方"
    "俞任袁柳鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米贝明"
    "臧计伏成戴宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯管卢"
    "莫经房裘缪干解应宗丁宣邓郁单杭洪包诸左石崔吉钮龚程嵇邢滑裴陆荣翁荀羊甄曲封芮储靳汲邴糜松井段富巫乌焦巴弓牧隗"
    "山谷车侯宓蓬全郗班仰秋仲伊宫宁仇栾暴甘厉戎祖武符刘景詹束龙叶幸司韶郜黎薄印宿白怀蒲邰从鄂索咸籍赖卓蔺屠蒙池乔"
    "阴胥能苍双闻莘党翟谭贡劳逄姬申扶堵冉宰郦雍郤璩桑桂濮牛寿通边扈燕冀郏浦尚农温别庄晏柴瞿阎充慕连茹习宦艾鱼容向"
    "古易慎戈廖庾终暨居衡步都耿满弘匡国文寇广禄阙东欧殳沃利蔚越夔隆师巩厍聂晁勾敖融冷訾辛阚那简饶空曾毋沙乜养鞠须"
    "丰巢关蒯相查后荆红游竺权逯盖益桓公仉督岳帅缑亢况郈有琴商牟佘佴伯赏墨哈谯笪年爱阳佟肖闫付代候初仝战宫隋矫兰苑"
    "訾由修尉迟芦丛吕修慈曲邸刑但谌苟鹿辜邝占揭生冼区苑么展卓麦衣类綦亓"
)
COMPOUND = (
    "欧阳 太史 端木 上官 司马 东方 独孤 南宫 万俟 闻人 夏侯 诸葛 尉迟 公羊 赫连 澹台 皇甫 宗政 濮阳 公冶 太叔 申屠 "
    "公孙 慕容 仲孙 钟离 长孙 宇文 司徒 鲜于 司空 令狐"
).split()
NAME = re.compile(r"[\u3400-\u9fff]{2,4}|[\u3400-\u9fff]{1,8}(?:·[\u3400-\u9fff]{1,8}){1,3}")
SEPARATORS = re.compile(r"[\s、,，/;；|]+")
SPACED = re.compile(r"(?:^|(?<=[\s、,，/;；|]))([\u3400-\u9fff])\s{1,4}([\u3400-\u9fff])(?=$|[\s、,，/;；|])")
NOT_NAMES = re.compile(
    r"^(报道|通讯员|本报|记者|摄影|摄|整理|编辑|实习|责任|校对|审核|来源|作者|文图|图文|供图|供稿|佚名|匿名|本网|本刊|"
    r"管理员|综合|转载|未知|不详|小编|发布|编者|网友|新闻|通讯|专题|特约|见习|首席|全媒体|融媒体|视频|图片|资料|博客|相关|链接)|"
    r"(图片|日报|晚报|新闻|电视台|融媒体|中心|报社|政府|办公室|委员会|局|部|网|科|处|公司|单位|医院|学校|街道)$"
)
AND_OTHERS = re.compile(r"(?<=[\u3400-\u9fff]{2})\s?等(?:人|同志)?$")
MAX_NAMES = 12


def split_names(text: str) -> list[str] | None:
    """The names in a list, in order; None when something in it is no name (then nothing is stored).

    >>> split_names("王亚青 张素、李明明")
    ['王亚青', '张素', '李明明']
    """
    listed = _join_spaced(AND_OTHERS.sub("", text.strip(" :：。.")))
    names: list[str] = []
    for part in filter(None, SEPARATORS.split(listed)):
        found = [part] if is_name(part) else _split_run(part)
        if found is None:
            return None
        names += found
    return names[: MAX_NAMES + 1] if 0 < len(names) <= MAX_NAMES else None


def is_name(text: str) -> bool:
    """Whether a token can be one person's name."""
    if NAME.fullmatch(text) is None or NOT_NAMES.search(text):
        return False
    if "·" in text:
        return True
    if len(text) == 4:
        return text[:2] in COMPOUND or not _splits(text)
    return len(text) < 4


def begins_with_surname(text: str) -> bool:
    return text[:1] in SURNAMES or text[:2] in COMPOUND


def is_certain(name: str) -> bool:
    """Whether a token that can be a name is one by its form: a surname first, or the parts of a longer name."""
    return "·" in name or begins_with_surname(name)


def _join_spaced(text: str) -> str:
    """Two-character names are printed with a space to line up: 李 明 is 李明."""
    return SPACED.sub(lambda match: match[1] + match[2] if match[1] in SURNAMES else match[0], text)


def _split_run(run: str) -> list[str] | None:
    """An unspaced run of names, if exactly one split into surname-led names of 2 or 3 characters fits."""
    if not 4 <= len(run) <= 12 or not all("㐀" <= char <= "鿿" for char in run) or NOT_NAMES.search(run):
        return None
    found = _splits(run)
    return found[0] if len(found) == 1 else None


def _splits(run: str) -> list[list[str]]:
    if not run:
        return [[]]
    found: list[list[str]] = []
    sizes = (3, 4) if run[:2] in COMPOUND else (2, 3)
    if not begins_with_surname(run):
        return []
    for size in sizes:
        if len(run) >= size:
            found += [[run[:size], *rest] for rest in _splits(run[size:])]
        if len(found) > 8:
            break
    return found


def split_certain_names(text: str) -> list[str] | None:
    """Names in a list if each begins with a surname: what proves names where no role word stands beside them."""
    found = split_names(text)
    return found if found and all(map(begins_with_surname, found)) else None
