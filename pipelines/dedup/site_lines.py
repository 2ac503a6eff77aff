"""Patterns of the lines that sites add to a text, and of the formula with which newspapers open one.

They match the form of a line, not its publisher. Patterns for lines apply to whole short lines; the lead formula must
end at a terminator (讯, 报道, a bracket), because an open-ended pattern removed body text.
"""

from __future__ import annotations

import re

from pipelines.dedup.vocabulary import vocabulary

LABELS = "|".join(vocabulary().line_labels)
# a byline without a label: □本报记者 …, 通讯员 … …
BYLINE = r"[□■◎●▲◆○]?\s*(?:本[报网台站刊]\s*)?(?:全媒体|融媒体|首席|见习|实习)?(?:记者|通讯员)\s*"
BYLINE += r"[\u3400-\u9fff·]{2,4}(?:[\s、]+(?:通讯员\s*)?[\u3400-\u9fff·]{2,4}){0,5}"
# buttons, counters and headings of a site, as whole lines
SITE = (
    r"扫一扫.{0,24}|长按.{0,12}二维码.{0,12}|.{0,12}关注.{0,12}公众号.{0,6}|打赏|举报|收藏|点赞|\d+条评论|\d+跟帖|打印|关闭|"
    r"(?:热点|相关|猜你|为你|精彩|更多|编辑)(?:推荐|阅读|新闻|喜欢|资讯|链接)"
)
CREDIT = (
    r"图为.{0,60}|图片来源.{0,30}|.{0,60}[(]?(?:本报|本网|本台)?(?:记者|通讯员)?.{0,14}摄[)】]?|"
    r"[(【]?本[报网台][讯电][)】]?|.{2,8}(?:供图|制图)"
)
SITE_LINE = re.compile(rf"[【\[(]?(?:{LABELS})\s*[:：丨|/].*|{SITE}|{CREDIT}|{BYLINE}")

# 【…讯】, …讯（记者 …）, 本报讯, … 日报讯, □记者 … 报道, … 记者 … 报道, （记者 …）
REPORTED = "讯(?![员息录])|电(?![视话力子影脑台网动气器])"  # 通讯员 and 电视 do not end a formula
REPORTER = r"(?:记者|通讯员|实习生)"
LEAD = re.compile(
    r"^(?:"
    r"【[^】]{2,20}[讯电]】?"
    rf"|[□■◎●▲◆]?\s*[^，。,.:：;；!?\s][^，。,.:：;；!?]{{0,20}}?[讯电]\s*\([^()]{{0,12}}{REPORTER}[^()]{{0,40}}\)"
    rf"|[^，。,.:：;；\s]{{2,12}}?(?:日报|晚报|报|网|台|社|中心)(?:客户端)?[^，。,.:：;；]{{0,12}}?(?:{REPORTED})(?:\s*\([^)]{{2,40}}\))?"
    rf"|本[报网台刊][^，。,.]{{0,14}}?(?:{REPORTED})(?:\s*\([^)]{{2,40}}\))?"
    rf"|[□■◎●▲◆]\s*[^，。,.:：;；]{{0,40}}?(?:报道|{REPORTED})"
    rf"|[^，。,.:：;；\s]{{0,12}}{REPORTER}[^，。,.:：;；]{{1,24}}?报道(?=[\s:：]|$)"
    rf"|\([^()]{{0,12}}{REPORTER}[^()]{{0,30}}\)"
    r")[\s:：—-]*"
)
