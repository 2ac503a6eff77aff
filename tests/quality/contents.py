"""Content of the invented pages: articles of an invented city with the expected value of each field."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Content:
    """One article; ``body`` is the gold, ``signed`` is printed after it and is no part of it."""

    name: str
    title: str
    body: tuple[str, ...]
    day: str
    clock: str
    outlet: str
    signed: str = ""
    bylines: tuple[tuple[str, str], ...] = ()
    rows: tuple[tuple[str, ...], ...] = field(default=())  # a table after the text


NEWS = Content(
    name="news",
    title="临溪区十二个项目集中签约",
    body=(
        "11月18日上午，临溪区举行今年第四次项目集中签约仪式，十二个项目当场落地，计划总投资二十六亿元。",
        "这些项目涉及新材料、冷链物流和乡村旅游，其中八个由外地企业投资，预计明年三月陆续开工。",
        "“手续一次办完，我们当天就拿到了用地批复。”一家冷链企业的负责人说，工厂建成后可吸纳三百人就业。",
        "区里为每个项目配备一名服务专员，从签约到投产全程跟办，遇到的问题当天登记、三天答复。",
        "今年以来，临溪区已开工亿元以上项目四十七个，完成投资同比增长百分之十一。",
    ),
    day="2026-11-19",
    clock="08:30",
    outlet="澜山日报",
    signed="（记者 周文远 通讯员 吴晓）",
    bylines=(("reporter", "周文远"), ("correspondent", "吴晓")),
)
BRIEF = Content(
    name="brief",
    title="望河县启用新的防汛预警平台",
    body=(
        "望河县应急管理局昨日启用新的防汛预警平台。平台接入二百一十座水库和河道站点，雨量超过警戒值时自动拨打村级责任人电话。",
        "局里的值班员说，以往通知一遍要四十分钟，现在不到三分钟。",
    ),
    day="2026-06-12",
    clock="17:05",
    outlet="望河县融媒体中心",
)
REPORT = Content(
    name="report",
    title="澜山市2026年上半年城乡居民收入情况",
    body=(
        "上半年，澜山市城乡居民收入保持增长，城乡差距继续缩小，主要情况公布如下。",
        "全市居民人均可支配收入一万八千六百元，同比名义增长百分之五点二，扣除价格因素实际增长百分之四点九。",
        "一、城镇居民收入",
        "城镇居民工资性收入是增收的主要来源，占全部收入的六成以上，经营净收入增长较快。",
        "二、农村居民收入",
        "农村居民经营净收入受果蔬价格上涨带动，增幅高于工资性收入，外出务工人数比去年同期增加。",
        "指标\t数值（元）\t增长（%）",
        "城镇居民\t24310\t4.6",
        "农村居民\t12075\t5.9",
    ),
    day="2026-07-21",
    clock="10:00",
    outlet="澜山市统计局",
    rows=(
        ("指标", "数值（元）", "增长（%）"),
        ("城镇居民", "24310", "4.6"),
        ("农村居民", "12075", "5.9"),
    ),
)
NOTICE = Content(
    name="notice",
    title="关于调整城区部分公交线路的通告",
    body=(
        "因解放路管网改造施工，自2026年9月1日起，对城区部分公交线路作如下调整。",
        "3路、7路公交车改走人民路，途经市二院站、文化宫站；12路公交车临时取消老车站停靠。",
        "施工预计持续四个月，恢复原线路的时间另行通告。由此带来的不便，敬请谅解。",
    ),
    day="2026-08-28",
    clock="16:20",
    outlet="澜山市交通运输局",
)
WINNERS = Content(
    name="winners",
    title="澜山市第三届少儿书法大赛获奖名单",
    body=(
        "一等奖",
        "陈小满 临溪区实验小学",
        "郑一帆 望河县第二小学",
        "二等奖",
        "吴子安 澜山市育才小学",
        "周可欣 临溪区东关小学",
    ),
    day="2026-05-30",
    clock="09:00",
    outlet="澜山市教育局",
)
PRICES = Content(
    name="prices",
    title="澜山市主要农贸市场蔬菜价格表",
    body=(
        "品种\t最低价\t最高价",
        "白菜\t0.60\t0.90",
        "西红柿\t1.80\t2.40",
        "黄瓜\t1.50\t2.10",
        "土豆\t1.10\t1.40",
    ),
    day="2026-10-09",
    clock="08:00",
    outlet="澜山市发展和改革委员会",
    rows=(
        ("品种", "最低价", "最高价"),
        ("白菜", "0.60", "0.90"),
        ("西红柿", "1.80", "2.40"),
        ("黄瓜", "1.50", "2.10"),
        ("土豆", "1.10", "1.40"),
    ),
)
CONTENTS = (NEWS, BRIEF, REPORT)

OTHERS = (
    "市领导调研重点水利工程建设",
    "望河县举办首届山楂文化旅游节",
    "全市秋粮收购工作有序推进",
    "澜山机场新增两条国内航线",
    "老旧小区改造项目进展顺利",
    "高考志愿填报咨询会周末举行",
    "临溪区中小学延时服务再升级",
    "全市消防安全大检查全面展开",
)
