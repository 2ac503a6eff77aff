"""Texts for deduplication, made from invented frames, names and places: notices of one template, and reprints of texts."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from pipelines.items import Article

if TYPE_CHECKING:
    from random import Random

CITIES = "青岚 澜河 石湾 云浦 望津 柳渡 鹭洲 枫溪 禾川 霁岭 沧浦 岚水".split()
ROADS = "锦绣 望江 枣林 星河 白鹭 铜鼓 梨园 文庙 杏坛 石榴".split()
VILLAGES = "上泽 下泽 东柳 西柳 洼里 坝头 岗上 枣行 梨树 石桥".split()
SURNAMES = "汪 巫 沈 柏 奚 葛 喻 邹 姜 戚 苗 凤 范 彭 鲁".split()
GIVEN = "有田 晓阳 明远 素琴 立群 建华 一帆 春生 德厚 佳宁 文澜 志成 雨桐 海平 长青".split()
THEMES = (
    "秋粮收购 冬季供暖 校园安全 河道清淤 老旧管网改造 春耕备耕 养老服务 集市整治 山林防火 夜间交通".split()
)

# each slot in braces is a fact: {n…} a figure, {d…} a date, {p…} a person, {c} a city, {r…} a road, {v…} a village,
# {g…} goods, {q…} what was found in them, {o…} an office, {b…} a firm, {k…} a weekday, {l…} a letter, {a…} half a day
FRAMES = (
    (
        "{c}市{d0}天气预报",
        "{c}市气象台{d0}{n0:5,20}时发布：今天夜间到明天，{c}市多云转晴，偏北风{n1:2,6}级，最低气温{n2:-9,9}℃，最高气温{n3:10,29}℃。\n"
        "后天白天到夜间晴间多云，气温{n4:0,9}～{n5:11,28}℃。请市民根据天气变化及时增减衣物，农业生产注意防范早晚低温。",
    ),
    (
        "关于{r0}路临时停水的通知",
        "尊敬的用户：\n因{r0}路供水管道接口改造，定于{d0}{n0:6,9}时至{n1:15,22}时对{r0}路沿线、{v0}村、{v1}村停止供水。\n"
        "请提前做好储水准备，恢复供水初期可能出现短时水质浑浊，放水片刻即可。给您带来不便，敬请谅解。\n咨询电话：{n2:2000000,8999999}\n{d0}",
    ),
    (
        "{c}市人民政府办公室关于{p0}等同志任免职的通知",
        "各县（区）人民政府，市政府各部门、各直属单位：\n经研究决定：\n任命{p0}同志为市粮食和物资储备局副局长；\n任命{p1}同志为市民政局二级调研员；\n"
        "免去{p2}同志市水务局副局长职务。\n以上人员的任职时间从本通知印发之日起计算，试用期按照有关规定执行。\n{d0}",
    ),
    (
        "{c}市召开{t}工作推进会",
        "{d0}，{c}市召开{t}工作推进会，副市长{p0}出席并讲话。\n会议强调，要充分认识{t}的重要意义，把责任落实到岗、到人，倒排工期，挂图作战。"
        "要坚持问题导向，逐项核对台账，做到发现一处、整改一处、销号一处。要加强督查考核，对推诿拖延的严肃问责。\n"
        "市政府副秘书长{p1}主持会议，{p2}、{p3}参加会议。",
    ),
    (
        "{m}月{c}市农产品价格监测",
        "据市发展改革委价格监测中心监测，{m}月份我市主要农产品价格总体平稳。其中，面粉每公斤{f0}元，环比上涨{f1}%；大豆油每桶{f2}元，环比下降{f3}%；"
        "鲜猪肉每公斤{f4}元，环比上涨{f5}%；鸡蛋每公斤{f6}元，环比下降{f7}%。\n预计下月需求有所增加，价格以稳为主，个别品种小幅波动。",
    ),
    (
        "{c}市第{n0:2,60}期商品房摇号结果公示",
        "按照公证摇号的有关规定，{d0}上午在市公证处监督下，对{r0}苑项目进行了公开摇号，共有{n1:100,900}组家庭报名，提供房源{n2:30,99}套。"
        "摇号过程公开透明，结果合法有效，现将选房顺序在售楼处和网站同时公示，公示期三日。\n凡对结果有异议的，请在公示期内向市住房保障中心书面反映。",
    ),
    (
        "{c}市{v0}村村道硬化工程中标公告",
        "{v0}村村道硬化工程于{d0}在市公共资源交易中心开标，经评标委员会评审，确定中标人为{c}市{r0}建筑工程有限公司，中标价{f0}万元，工期{n0:30,180}日历天，"
        "项目经理{p0}。\n投标人或者其他利害关系人对结果有异议的，应当在公示期间提出，逾期不予受理。",
    ),
    (
        "食品抽检不合格产品公示",
        "近日，市市场监督管理局组织食品安全监督抽检，{r0}路{b0}商贸有限公司销售的{g0}经检验，{q0}项目不符合食品安全国家标准规定。"
        "抽检的{g1}、{g2}、{g3}等样品均合格。\n对不合格产品，已责令经营者立即下架封存、依法查处，消费者如有发现可以拨打12315热线举报。",
    ),
    (
        "{p0}到{v0}村调研{t}工作",
        "{d0}，县委书记{p0}到{v0}村调研{t}工作，{o0}{p1}、{o1}{p2}参加。\n{p0}实地查看现场，与干部群众座谈，听取意见建议。"
        "他要求，要压实责任、抓实抓细，让各项部署真正落地见效，以扎实作风回应群众关切。",
    ),
    (
        "预防接种门诊时间调整的通知",
        "广大居民朋友：\n因设备维护，{v0}镇卫生院预防接种门诊调整为每周{k0}、周{k1}{a0}，接种室改到{l0}座{n0:2,9}楼，自{d0}起执行。"
        "请儿童家长合理安排时间，携带预防接种证前来接种，接种后须留观三十分钟方可离开。",
    ),
    (
        "{c}市水库水情通报",
        "截至{d0}8时，{v0}水库水位{f0}米，低于汛限水位；{v1}水库水位{f1}米，蓄水{f2}亿立方米。全市大中型水库共蓄水{f3}亿立方米，比去年同期多蓄{f4}亿立方米。\n"
        "当前正值蓄水关键时期，请各管理单位加强值守，科学调度，确保工程安全运行。",
    ),
)
SLOT = re.compile(r"\{(?P<kind>[a-z])(?P<number>\d*)(?::(?P<low>-?\d+),(?P<high>\d+))?\}")

GOODS = "腐竹 粉条 挂面 糕点 蜂蜜 酱油 豆干 芝麻油 熟肉制品 瓶装水".split()
FAULTS = "菌落总数 大肠菌群 脱氢乙酸 苯甲酸 过氧化值 铝的残留量 酸价".split()
OFFICES = "县长 副县长 县委办公室主任 组织部长 秘书长 副书记 宣传部长".split()
FIRMS = "鸿运 丰茂 恒泰 百顺 广源 瑞和 同兴 永发".split()
LISTS = {
    "g": GOODS,
    "q": FAULTS,
    "o": OFFICES,
    "b": FIRMS,
    "k": list("一二三四五六日"),
    "l": list("ABCDEFG"),
    "a": ["上午", "下午"],
}

# two characters each, for sentences of which hardly two are alike
WORDS = (
    "供销 裁缝 码头 护林 食堂 搬运 湿地 书摊 台阶 账本 柜台 热茶 零件 打磨 挨家 本子 主顾 口味 雨停 院子 木船 桐油 黑板 菜价 "
    "图画 围墙 堤坝 班车 车站 锁门 街坊 半辈 盼头 徒弟 商量 手艺 老城 灯火 清晨 傍晚 山路 溪水 石阶 瓦片 木匠 铁匠 竹篮 豆腐 "
    "米酒 酥梨 冬枣 桂皮 渡口 渔网 歌谣 戏台 锣鼓 纸伞 剪刀 棉袄"
).split()
JOINTS = "在 把 和 从 向 给 对 与 随 沿".split()


LEADS = (
    "",
    "{c}融媒讯（记者 {p}）",
    "本站编辑部按：今日转载一篇身边人的故事，供您一读。\n",
    "■ {c}观察记者 {p} 报道\n",
    "【{c}快讯】",
)
CAPTIONS = ("资料图片", "村民在家门口合影。{p} 摄", "（图由受访者提供）", "活动现场")
TAILS = (
    "值班编辑：{p}",
    "文字｜{p}　版式｜{p}",
    "本文转自{c}广播电视台",
    "（转载请注明出处）",
    "点赞 在看 分享",
    "你可能还想看\n{c}的秋天有多美\n周末去哪儿",
    "投稿邮箱见主页",
)


@dataclass(frozen=True)
class Pair:
    a: Article
    b: Article
    how: str


def article(title: str, body: str, day: date) -> Article:
    return Article(title=title, body=body, published_date=day)


def _value(kind: str, low: str | None, high: str | None, day: date, rng: Random) -> str:
    if kind == "n":
        return str(rng.randint(int(low or 1), int(high or 99)))
    if kind == "f":
        return f"{rng.randint(101, 9999) / 100:.2f}"
    if kind == "d":
        return f"{day.month}月{day.day}日"
    if kind == "m":
        return str(day.month)
    if kind == "p":
        return rng.choice(SURNAMES) + rng.choice(GIVEN)
    return rng.choice((LISTS | {"c": CITIES, "r": ROADS, "v": VILLAGES, "t": THEMES})[kind])


def slots(frame: tuple[str, str], day: date, rng: Random) -> dict[str, str]:
    """A value for every slot of a frame."""
    found: dict[str, str] = {}
    for match in SLOT.finditer("\n".join(frame)):
        found.setdefault(
            match[0].split(":")[0].strip("{}"), _value(match["kind"], match["low"], match["high"], day, rng)
        )
    return found


def fill(frame: tuple[str, str], values: dict[str, str]) -> tuple[str, str]:
    title, body = (SLOT.sub(lambda m: values[m["kind"] + m["number"]], part) for part in frame)
    return title, body


def notices(rng: Random) -> Pair:
    """Two notices of one template that state different facts; never one text."""
    frame = rng.choice(FRAMES)
    day = date(2026, 3, 1) + timedelta(days=rng.randrange(200))
    values = slots(frame, day, rng)
    how = rng.choice(("refilled", "next issue", "one fact", "two facts"))
    later = day + timedelta(days=rng.choice((0, 1, 3, 7)) if "fact" in how else rng.choice((1, 7, 30)))
    while True:
        fresh = slots(frame, later, rng)
        if how == "next issue":
            fresh = {name: value if name[0] not in "cv" else values[name] for name, value in fresh.items()}
        elif "fact" in how:
            changed = rng.sample(sorted(values), 1 if how == "one fact" else 2)
            fresh = {name: fresh[name] if name in changed else value for name, value in values.items()}
        if fill(frame, fresh)[1] != fill(frame, values)[1]:
            break
    one, other = article(*fill(frame, values), day), article(*fill(frame, fresh), later)
    return Pair(
        reprint(one, rng) if rng.random() < 0.3 else one,
        reprint(other, rng) if rng.random() < 0.3 else other,
        how,
    )


def _clause(rng: Random) -> str:
    return "".join(
        rng.choice(WORDS) + (rng.choice(JOINTS) if rng.random() < 0.3 else "")
        for _ in range(rng.randint(4, 8))
    )


def story(rng: Random, sentences: int = 14) -> Article:
    """A text of its own, in paragraphs."""
    lines, line = [], ""
    for number in range(sentences):
        facts = rng.choice(
            (
                "",
                "",
                f"{rng.randint(1979, 2025)}年",
                f"{rng.randint(3, 900)}户",
                f"{rng.choice(SURNAMES)}{rng.choice(GIVEN)}说",
            )
        )
        line += f"{facts}{_clause(rng)}，{_clause(rng)}，{_clause(rng)}。"
        if number % 3 == 2:
            lines.append(line)
            line = ""
    title = f"{rng.choice(CITIES)}：{_clause(rng)}"
    return article(
        title,
        "\n".join([*lines, line] if line else lines),
        date(2026, 5, 1) + timedelta(days=rng.randrange(90)),
    )


def _say(text: str, rng: Random) -> str:
    while "{p}" in text:
        text = text.replace("{p}", rng.choice(SURNAMES) + rng.choice(GIVEN), 1)
    return text.replace("{c}", rng.choice(CITIES))


def reprint(original: Article, rng: Random, *, cut: float = 0.0) -> Article:
    """The same text as another site prints it: other paragraphs, widths, lead, captions, closing lines; some of it cut."""
    body = original.body or ""
    if cut:
        body = _cut(body, cut, rng)
    if rng.random() < 0.5:
        body = body.replace("。\n", "。") if rng.random() < 0.5 else re.sub(r"。(?=[^\n”])", "。\n", body)
    if rng.random() < 0.3:
        body = body.translate(
            {ord(str(n)): chr(0xFF10 + n) for n in range(10)} | {ord("，"): ", ", ord("。"): "."}
        )
    lines = body.split("\n")
    if rng.random() < 0.4:
        lines.insert(rng.randrange(len(lines) + 1), _say(rng.choice(CAPTIONS), rng))
    lines += [_say(one, rng) for one in rng.sample(TAILS, rng.randrange(4))]
    title = (
        rng.choice(("", "转载｜", "【关注】"))
        + (original.title or "")
        + rng.choice(("", "", "_今日要览", " - 生活网"))
    )
    assert original.published_date is not None
    day = original.published_date + timedelta(days=rng.choice((0, 0, 1, 2, 5)))
    return replace(
        original, title=title, body=_say(rng.choice(LEADS), rng) + "\n".join(lines), published_date=day
    )


def _cut(body: str, share: float, rng: Random) -> str:
    """The text without a share of its sentences, from the end or here and there; the first one stays."""
    sentences = re.findall(r"[^。]+。”?\n?", body)
    drop = min(len(sentences) - 1, round(len(sentences) * share))
    if rng.random() < 0.5:
        return "".join(sentences[: len(sentences) - drop]).rstrip("\n")
    gone = set(rng.sample(range(1, len(sentences)), drop))
    return "".join(one for i, one in enumerate(sentences) if i not in gone).rstrip("\n")
