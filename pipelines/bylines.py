"""Read who wrote, photographed, edited and reviewed, from the lines around and in a body, before they are washed."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pipelines import dates, labels, names, outlets
from pipelines.items import Byline
from pipelines.text import clean, printed, to_simplified, without_glosses

if TYPE_CHECKING:
    from datetime import datetime

MAX_CREDIT = 200  # a credit closes a caption, however long that is
MAX_VALUE = 40
MAX_LINE = 120  # a byline line is short; the first characters of a longer one may still be a dateline
ROLE = re.compile(
    r"(?:本报|本网|本台|本刊|本社)?(?:见习|首席|实习|特约|特派|特邀|驻[一-鿿]{1,4}|全媒体|融媒体?|融媒|视频|摄影)*"
    r"(?P<role>责任编辑|责编|记者|通讯员|评论员|撰稿人?|摄影师?|摄像|编辑|策划|整理|供图|文图|图文|文/图|图/文|摄)[:：]?"
)
ROLES = {
    "记者": "reporter",
    "通讯员": "correspondent",
    "评论员": "author",
    "撰稿": "author",
    "撰稿人": "author",
    "摄影": "photographer",
    "摄影师": "photographer",
    "摄像": "photographer",
    "摄": "photographer",
    "编辑": "editor",
    "责任编辑": "responsible_editor",
    "责编": "responsible_editor",
    "整理": "author",
    "文图": "author",
    "图文": "author",
    "文/图": "author",
    "图/文": "author",
}
BOX = re.compile(r"^[□■◎●▲◇◆]\s?")
BRACKETED = re.compile(r"[(（]([^()（）]{2,80})[)）]$")
ENDING = re.compile(r"\s?(?:报道|摄影报道)$")
BOTH = re.compile(r"\s*(文/图|图/文|文图|图文|文并摄|摄影报道)\s*")
SLASHED = re.compile(r"(?P<text>[^/]{2,30})\s?/\s?文\s?(?P<photo>[^/]{2,30})\s?/\s?(?:图|摄)")
ASKED = re.compile(r"(答|问|告诉|对|向|据|与|和|让|请|给|令|位|名|是|为|的|了|前|老|当|做|任|由)$")
CREDIT = re.compile(r"[(（]?(?P<who>[^()（）。，；]{2,40}?)\s?摄[)）]?$")
DATELINE = re.compile(
    r"^(?!据)(?P<whole>(?P<outlet>本报|本网|本台|本刊|新华社|中新社|中新网|人民网|央视网|[一-鿿]{1,6}(?:网|日报|晚报|社))"
    r"(?P<place>[一-鿿]{2,5}?)?(?P<date>(?:(?:19|20)\d{2}年)?\d{1,2}月\d{1,2}日)?(?P<kind>讯|电))"
    r"\s?(?:[(（](?P<who>[^()（）]{2,60})[)）]|(?P<open>(?:本报)?(?:记者|通讯员)[^。，,:：()（）]{2,40}?)\s?报道)?"
)
NO_PLACE = re.compile(r"(记者|通讯|快|专|消息|据|特)$")
ORIGINAL = re.compile(
    r"^(?P<open>[(（\[【])?原标题\s?[:：]\s?(?:《(?P<quoted>[^》]{2,200})》|(?P<title>.{2,200}?))(?(open)[)）\]】])$"
)
STAFF_NUMBER = re.compile(r"[_\-(（]?[A-Za-z]{0,4}\d{2,}[)）]?$")
CONTACT = re.compile(r"\s(?:联系)?(?:电话|热线|邮箱|电子邮箱|QQ)\s?[:：].*$")
REMARK = re.compile(r"\s?[(（][^()（）]{1,12}[)）]")
WORKS_AS = re.compile(r"^(?:本报|本网|本台)?(?:记者|通讯员)\s?")
JUNK_VALUE = re.compile(
    r"(admin|administrator|管理员|佚名|匿名|未知|\S{0,10}小编|[\w.-]*)", re.IGNORECASE | re.ASCII
)
INSTITUTION = re.compile(
    r"^(?P<body>\S{4,30}(?:院|局|委|办|部|厅|府|会|中心|馆|所|站|处|报|社|网|校|学))\s(?P<names>.+)$"
)
# what stands behind the outlet on its line: a place of the reader's and the tools
TAIL_TOOLS = re.compile(
    r"(?:\s[\u4e00-\u9fff]{2,3})?(?:\s(?:举报|分享|收藏|打印|关闭|纠错|投诉|评论|点赞|订阅|关注|我要评论|字号|大|中|小)){1,8}$"
)
SENTENCE = re.compile(r"[。！？；!?;]|，.{8,}，")


@dataclass(slots=True)
class Reading:
    """What lines said. ``strip`` holds the indices of lines that leave the body."""

    bylines: list[Byline] = field(default_factory=list)
    dateline: str | None = None
    place: str | None = None
    source: str | None = None  # value of a 来源 label
    assumed: bool = False  # the source is only where an author works
    outlet: str | None = None  # medium named in a byline or dateline
    platform: str | None = None
    original_title: str | None = None
    published: dates.Stamp | None = None
    published_label: str | None = None
    updated: dates.Stamp | None = None
    partial: str | None = None
    labels: tuple[str, ...] = ()  # of a labelled line, in order
    strip: set[int] = field(default_factory=set)
    days: dict[int, tuple[int, int]] = field(
        default_factory=dict
    )  # lines at a body's beginning that are a bare day

    def keep_printed(self, line: str) -> None:
        """Put names, date and original title back as they were printed: patterns saw them in half width."""
        if self.original_title and (match := ORIGINAL.match(clean(line))):
            self.original_title = _original(match)
        for name in ("source", "outlet", "platform", "dateline"):
            if value := getattr(self, name):
                setattr(self, name, printed(line, value))
        if self.published is not None:
            self.published = dates.as_printed(self.published, line)

    def take(self, other: Reading) -> None:
        """Add what a further line said; the first statement of a thing wins."""
        for byline in other.bylines:
            if byline not in self.bylines:
                self.bylines.append(byline)
        if other.source is not None and (self.source is None or (self.assumed and not other.assumed)):
            self.source, self.assumed = other.source, other.assumed
        for name in [
            "dateline",
            "place",
            "outlet",
            "platform",
            "original_title",
            "published",
            "published_label",
            "updated",
            "partial",
        ]:
            if getattr(self, name) is None:
                setattr(self, name, getattr(other, name))


def matching(line: str) -> str:
    """The copy of a line that patterns are matched on: no gloss, simplified, half width, single spaces."""
    return clean(unicodedata.normalize("NFKC", to_simplified(without_glosses(line))))


def read_line(key: str, *, fetched_at: datetime | None = None, caption: bool = False) -> Reading:
    """One line, already in its matching form; ``strip`` is {0} when the line is metadata and nothing else."""
    if caption:
        return _caption(key)
    if match := ORIGINAL.match(key):
        return Reading(original_title=_original(match), strip={0})
    if len(key) <= MAX_LINE:
        for rule in (_labelled, _bare_date, _slashed, _box, _bracket_line, _role_line, _credit_line):
            if (found := rule(key, fetched_at)) is not None:
                return found
    found = _dateline(key)
    if match := BRACKETED.search(key):
        inner = _makers(match[1])
        if inner is not None and inner.bylines:
            found.take(inner)
    return found


def _original(match: re.Match[str]) -> str:
    title = match["quoted"] or match["title"]
    whole = len(title) > 2 and title[0] in '“"' and title[-1] in '”"' and not set('“”"') & set(title[1:-1])
    return title[1:-1] if whole else title


def _labelled(key: str, fetched_at: datetime | None) -> Reading | None:
    bare = labels.TOOLS.sub(" ", key).strip("【】[]()（）<> ")
    bare += ")" * (bare.count("(") > bare.count(")"))
    before, pairs = labels.pairs(bare)
    if not pairs:
        return None
    reading = Reading(strip={0}, labels=tuple(label for _, label, _ in pairs))
    known = not before
    if before and not labels.OTHERS.fullmatch(before):
        stamp = dates.first(before, fetched_at)
        if stamp is None or len(before) > len(stamp.raw) + 14:
            return None
        reading.published, reading.published_label = stamp, ""
        known = True
    understood = solid = False
    for meaning, label, value in pairs:
        taken = None if meaning == "other" else _value(reading, meaning, label, value, fetched_at)
        if taken is False and (SENTENCE.search(value) or len(value) > MAX_VALUE):
            return None
        known = known and taken is not False and meaning != "other"
        understood = understood or taken is True
        solid = solid or (taken is True and bool(value) and _is_solid(meaning, label))
    # one value that says nothing (a pen name, a foreign one) voids no line that is one of metadata for certain
    return reading if (known and (understood or before)) or solid else None


def _is_solid(meaning: str, label: str) -> bool:
    """Whether a label with its value proves a line of metadata; notices have their own times and makers."""
    return meaning == "source" or (meaning in ("published", "updated") and label not in labels.AMBIGUOUS)


def _value(
    reading: Reading, meaning: str, label: str, value: str, fetched_at: datetime | None
) -> bool | None:
    """Take one labelled value. True: understood; None: empty; False: this is no metadata line at all."""
    if not value:
        return True if meaning in ("source", "silent") else None
    if meaning == "silent":
        return len(value) <= 30 and not SENTENCE.search(value)
    if meaning in ("published", "updated"):
        return _date(reading, meaning, label, value, fetched_at)
    if meaning == "source":
        return _source(reading, label, value, fetched_at)
    return _people(reading, meaning, label, _unstamped(reading, value, fetched_at))


def _date(reading: Reading, meaning: str, label: str, value: str, fetched_at: datetime | None) -> bool:
    stamp = dates.first(value, fetched_at)
    if stamp is None:
        partial = dates.without_year(value)
        if partial is not None and value.startswith(partial[3]):
            reading.partial = partial[3]
            return True
        # an impossible date is no date, but the line is still a date line
        return re.fullmatch(r"[\d\s年月日:./-]{6,25}", value) is not None
    if not dates.normal(value).startswith(stamp.raw) or re.search(r"(至|到|—|~)", value):
        return False
    rest = dates.normal(value)[len(stamp.raw) :].strip(" 星期一二三四五六日天周()|")
    if len(rest) > 40 or SENTENCE.search(rest):
        return False
    if meaning == "updated":
        reading.updated = stamp
    elif reading.published_label in (None, "发文日期"):
        reading.published, reading.published_label = stamp, label
    if rest and outlets.is_body(rest) and reading.source is None:
        reading.source = rest
    return True


def _unstamped(reading: Reading, value: str, fetched_at: datetime | None) -> str:
    """A value without the unlabelled date that closes the line behind it."""
    stamp = dates.first(value, fetched_at)
    if stamp is None:
        return value
    name, found, _ = dates.normal(value).partition(stamp.raw)
    if found and reading.published is None:
        reading.published, reading.published_label = stamp, ""
    return name.strip() or value


def _source(reading: Reading, label: str, value: str, fetched_at: datetime | None) -> bool:
    if SENTENCE.search(value) or len(value) > 60:
        return False
    value = _unstamped(reading, value, fetched_at)
    value = TAIL_TOOLS.sub("", re.split(r"\s{2,}|\s[|丨]\s|\s(?=[【\[])|\s\d+$", value)[0]).strip(" |·")
    if outlets.is_platform(value):
        reading.platform = value
        return True
    first, _, people = value.partition(" ")
    if label.startswith("供稿") and surnames(value):
        first, people = "", value
    if people and (not first or outlets.is_body(first)) and (named := surnames(people)):
        reading.bylines += [Byline(role="author", name=name) for name in named]
        value = first
    named_outlet = outlets.outlet(value)
    if named_outlet is not None or not reading.assumed:
        reading.source, reading.assumed = named_outlet, False
    return True


def _people(reading: Reading, role: str, label: str, value: str) -> bool:
    if role == "author" and (slashed := _slashed(value, None)):
        reading.bylines += slashed.bylines
        return True
    value = REMARK.sub("", STAFF_NUMBER.sub("", CONTACT.sub("", value))).strip()
    both = BOTH.search(value)
    value = BOTH.sub(" ", value).strip()
    if not value or JUNK_VALUE.fullmatch(value) or names.NOT_NAMES.fullmatch(value):
        return True
    if role == "author" and (match := INSTITUTION.match(value)) and names.split_names(match["names"]):
        if reading.source is None:
            reading.source, reading.assumed = match["body"], True
        value = match["names"]
    if ROLE.search(value) and (made := _with_roles(role, label, value)):
        reading.bylines += made.bylines
        reading.outlet = reading.outlet or made.outlet
        return True
    found = names.split_names(value.removesuffix("摄").strip() if role == "photographer" else value)
    if found is None:
        # 一审：被告赔偿, 编辑：2名: the words are no label here
        return role == "author" and outlets.is_body(value)
    if role in labels.REVIEWS and len(found) > 2:
        return False
    reading.bylines += [Byline(role=role, name=name) for name in found]
    if both or label == "文图":
        reading.bylines += [Byline(role="photographer", name=name) for name in found]
    return True


def _with_roles(role: str, label: str, value: str) -> Reading | None:
    """作者：本报记者 X 通讯员 Y: the role words in the value are nearer to the names than the label."""
    if role == "photographer":
        found = names.split_names(WORKS_AS.sub("", value))
        return Reading(bylines=[Byline(role=role, name=name) for name in found]) if found else None
    made = _makers(value if role == "author" else f"{label} {value}")
    return made if made is not None and made.bylines else None


def _bare_date(key: str, fetched_at: datetime | None) -> Reading | None:
    """A line that is a date, or a date and one token: date and outlet without labels."""
    if len(key) > 60:
        return None
    stamp = dates.first(key, fetched_at)
    folded = dates.normal(key)
    if stamp is None:
        partial = dates.without_year(key)
        if partial is not None and folded.strip(" []()") == partial[3].strip():
            return Reading(partial=partial[3], strip={0})
        return None
    if not folded.startswith(stamp.raw):
        return None
    rest = folded[len(stamp.raw) :].strip(" |()[]")
    rest = re.sub(r"^[(（]?(星期|周)[一二三四五六日天][)）]?", "", rest).strip()
    rest = re.sub(r"\s\d+$", "", rest).strip()
    reading = Reading(published=stamp, published_label="", strip={0})
    if not rest:
        return reading
    if outlets.is_platform(rest):
        reading.platform = rest
        return reading
    if " " not in rest and outlets.is_body(rest):
        reading.source = rest
        return reading
    return None


def _box(key: str, _fetched_at: datetime | None) -> Reading | None:
    match = BOX.match(key)
    if match is None:
        return None
    rest = key[match.end() :]
    if not ROLE.search(rest) and not rest.endswith(("报道", "摄")) and not surnames(rest):
        return None  # a check box: □同意
    found = _makers(rest, bare=True)
    if found is None or not found.bylines:
        return None
    found.strip = {0}
    return found


def _bracket_line(key: str, _fetched_at: datetime | None) -> Reading | None:
    match = re.fullmatch(r"[(（\[【](?P<inner>[^()（）]{2,100})[)）\]】]", key)
    if match is None:
        return None
    if outlets.is_medium(match["inner"]) and " " not in match["inner"]:
        return Reading(source=match["inner"], strip={0})
    first = match["inner"].partition(" ")[0]
    found = _makers(match["inner"], bare=outlets.is_medium(first) or "日报" in first or "客户端" in first)
    if found is None or not found.bylines:
        return None
    found.strip = {0}
    return found


def _role_line(key: str, _fetched_at: datetime | None) -> Reading | None:
    if SENTENCE.search(key) or len(key) > 80 or not ROLE.search(key[:40]):
        return None
    found = _makers(key)
    if found is None or not found.bylines:
        return None
    found.strip = {0}
    return found


def _makers(text: str, *, bare: bool | str = False) -> Reading | None:
    """``OUTLET记者 A B 通讯员 C 报道``: outlet, roles and names; None unless all of it is understood.

    ``bare`` allows names without any role word: they are authors.
    """
    reading = Reading()
    both = BOTH.search(text)
    text = BOTH.sub(" ", text).strip()
    photo = text.endswith("摄")
    text, reading.place = _without_ending(text)
    roles = list(ROLE.finditer(text))
    if not roles:
        text = text.strip(" :：/")
        if both and not bare and not surnames(text):
            return None
        return _bare_names(reading, text, photo=photo, both=both is not None) if bare or both else None
    head = text[: roles[0].start()].strip()
    if (
        roles[0][0].startswith(("融媒", "全媒体"))
        and re.fullmatch(r"[一-鿿]{2,6}", head)
        and not ASKED.search(head)
    ):
        # 澜山融媒记者: the word between belongs to the outlet's name as much as to the role
        own = re.match(r"融媒体?|全媒体", roles[0][0])
        head += own[0] if own and not _is_named(head) else ""
    known = not head or _head(reading, head, bare=bool(bare), both=both is not None)
    if not known and (not re.fullmatch(r"[一-鿿]{3,8}", head) or ASKED.search(head)):
        return None
    for i, match in enumerate(roles):
        end = roles[i + 1].start() if i + 1 < len(roles) else len(text)
        value = text[match.end() : end].strip(" ,，、:：;；/")
        if match["role"] == "摄" and not value:
            continue
        role = "photographer" if photo and match["role"] != "通讯员" else ROLES.get(match["role"])
        value = re.sub(r"\s(整理|整合|综合|采写|报道)$", "", value)
        # an unknown word before 记者 can be a client's name (齐鲁壹点记者 X) or a sentence: surnames decide
        found = names.split_names(value) if known else surnames(value)
        if found is None:
            return None
        if role is None:
            continue
        reading.bylines += [Byline(role=role, name=name) for name in found]
        if both:
            reading.bylines += [Byline(role="photographer", name=name) for name in found]
    if not known:
        reading.outlet = head
    return reading


def _without_ending(text: str) -> tuple[str, str | None]:
    """Text without a closing 报道 and the place before it, and the place; names win where both readings fit."""
    ending = ENDING.search(text)
    if ending is None:
        return text, None
    before = text[: ending.start()].rstrip()
    if names.split_names(_after_role(before)) is not None and " " not in before[-5:]:
        return before, None
    spaced, _, last = before.rpartition(" ")
    if spaced and 2 <= len(last) <= 4 and names.split_names(_after_role(spaced)) is not None:
        is_list = "记者" not in spaced and "通讯员" not in spaced
        return (before, None) if is_list or names.begins_with_surname(last) else (spaced, last)
    for size in (2, 3, 4):
        place, rest = before[-size:], before[:-size]
        if " " not in place and ROLE.search(rest) and names.split_names(_after_role(rest)) is not None:
            return rest, place
    return before, None


def _after_role(text: str) -> str:
    roles = list(ROLE.finditer(text))
    return text[roles[-1].end() :] if roles else text


def _head(reading: Reading, head: str, *, bare: bool, both: bool) -> bool:
    """What stands before the first role word: the outlet, or names without a role."""
    cleaned = head.rstrip(" :：·").strip()
    if outlets.OWN.fullmatch(cleaned):
        return True
    first, _, rest = cleaned.partition(" ")
    if outlets.is_medium(first) and rest:
        reading.outlet = first
        return _bare_names(reading, rest, photo=False, both=both) is not None
    if bare and not outlets.is_medium(cleaned) and names.split_names(cleaned) is not None:
        return _bare_names(reading, cleaned, photo=False, both=both) is not None
    if len(cleaned) <= 24 and not re.search(r"[，。,;；:：、]", cleaned) and " " not in cleaned:
        if not _is_named(cleaned):
            return False
        reading.outlet = cleaned
        return True
    return False


def _is_named(head: str) -> bool:
    return outlets.MEDIUM.search(head) is not None or outlets.ORGAN.search(head) is not None


def surnames(text: str) -> list[str] | None:
    """Names in a list if each begins with a surname: what proves names where no role word stands beside them."""
    found = names.split_names(text)
    return found if found and all(map(names.begins_with_surname, found)) else None


def _slashed(key: str, _fetched_at: datetime | None) -> Reading | None:
    """周文远/文 吴晓/图: the role stands behind the name."""
    match = SLASHED.fullmatch(BOX.sub("", key))
    writers, makers = (surnames(match["text"]), surnames(match["photo"])) if match else (None, None)
    if not writers or not makers:
        return None
    found = [Byline(role="author", name=name) for name in writers]
    return Reading(bylines=found + [Byline(role="photographer", name=name) for name in makers], strip={0})


def _credit_line(key: str, _fetched_at: datetime | None) -> Reading | None:
    """周文远 摄 as a line of its own, or behind a picture's 图为 sentence among the paragraphs."""
    match = re.fullmatch(
        r"(?P<lead>图[为片].{2,100}[。 ])?(?P<who>[^。，；]{2,30}?)\s?摄", key.strip("()（）")
    )
    found = surnames(match["who"].removeprefix("记者").removeprefix("通讯员")) if match else None
    if match is None or not found:
        return None
    makers = [Byline(role="photographer", name=name) for name in found]
    return Reading(bylines=makers, strip=set() if match["lead"] else {0})


def signature(key: str) -> Reading | None:
    """（周文远 吴晓） where a text ends; one name needs three characters, 方案 and 平安 begin with surnames as well."""
    match = re.fullmatch(r"[(（](?P<names>[^()（）]{3,30})[)）]", key)
    found = surnames(match["names"]) if match else None
    if not found or (len(found) == 1 and len(found[0]) < 3):
        return None
    return Reading(bylines=[Byline(role="author", name=name) for name in found], strip={0})


def _bare_names(reading: Reading, text: str, *, photo: bool, both: bool) -> Reading | None:
    first, _, rest = text.partition(" ")
    if rest and outlets.is_medium(first):
        reading.outlet, text = first, rest
    found = names.split_names(text.removesuffix("摄").strip())
    if found is None:
        return None
    role = "photographer" if photo else "author"
    reading.bylines += [Byline(role=role, name=name) for name in found]
    if both and not photo:
        reading.bylines += [Byline(role="photographer", name=name) for name in found]
    return reading


def _caption(key: str) -> Reading:
    """A line at a picture: whoever it names made the picture; an agency's picture does not change the outlet."""
    strip = {0} if BOX.match(key) or key.startswith(("图为", "(", "（")) else set()
    text = BOX.sub("", key)[-MAX_CREDIT:]
    match = re.search(r"[(（]([^()（）]{2,60})[)）]$", text)
    inner = match[1] if match else text
    if not match and (credit := CREDIT.search(re.split(r"[。；]", text.rstrip("。"))[-1])):
        inner = credit["who"] + " 摄"
    if not inner.endswith(("摄", "报道", "供图")) and not inner.startswith(("摄影", "记者", "本报记者")):
        return Reading(strip=strip)
    found = _makers(re.sub(r"\s?(报道|摄影|摄)$", "", inner), bare=True)
    if found is None or inner.endswith("供图"):
        return Reading(strip=strip | ({0} if match else set()))
    makers = [Byline(role="photographer", name=byline.name) for byline in found.bylines]
    return Reading(bylines=makers, strip={0})


def _dateline(key: str) -> Reading:
    """本报聊城讯, 新华社济南8月19日电（记者 X）: the paragraph stays, place and names are read."""
    match = DATELINE.match(key[:120])
    if match is None or (match["place"] and NO_PLACE.search(match["place"])):
        return Reading()
    reading = Reading(dateline=match["whole"], place=match["place"])
    if not outlets.OWN.fullmatch(match["outlet"]):
        reading.outlet = match["outlet"]
    if match["date"]:
        stamp = dates.first(match["date"])
        if stamp is not None:
            reading.published, reading.published_label = stamp, "dateline"
        else:
            reading.partial = match["date"]
    who = match["who"] or match["open"]
    if who:
        found = _makers(who, bare=match["who"] is not None)
        if found is not None:
            agency = reading.outlet is not None and not ROLE.search(who)
            reading.bylines = [
                Byline(role="reporter", name=one.name) if agency and one.role == "author" else one
                for one in found.bylines
            ]
    return reading
