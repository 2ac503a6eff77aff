"""Is it an article at all? What is not is refused by name, so that a challenge page never looks like a quiet day."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipelines.body.container import is_link
from pipelines.items import Refused
from pipelines.text.folding import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipelines.page.parse import Document
    from pipelines.page.text_lines import TextLine

MIN_BODY = 12  # folded characters; a shorter text with nothing else beside it is no article
SHORT = 400  # phrases of error pages count only on short pages: a long text may speak of them
LONG = 4 * SHORT  # characters after which nothing is asked about any more
LIST_LINKS = 12
LIST_LINK = 8  # characters of a link that may be a headline
LIST_SHARE = 0.7
TITLE_SHARE = 0.6  # of a title is the phrase, where the page is an error and no notice about one
NOTICE = re.compile(r"(?:公告|通告|通知|通报|提示|说明|指南|启事)$")
GONE = frozenset(("removal_notice", "soft_404"))
HALF = 0.5  # of a whole page, with its furniture, where no body was found

# (reason, phrases on the folded title or a short body); each says why it cannot be an article
PHRASES: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "removal_notice",
        re.compile(
            r"(该|此|本|您访问的|您查看的|当前)?(文章|新闻|稿件|信息|内容|页面|网页|文档)(内容)?(已经?被?|不存在或已被?|已经)"
            r"(删除|撤回|撤稿|下架|下线|移除|过期|失效)"
        ),
    ),
    (
        "soft_404",
        re.compile(
            # a number alone says nothing: 第404号公告 is an article
            r"(^404(?![\d号路院])|(?<!\d)404(错误|页面|notfound|error|$)|(error|http|错误|状态码)[:：]?404(?!\d)|页面不存在|页面未找到|找不到(该|此|您)?.{0,8}(页|文件)|您(所)?(访问|查找|请求)的(页面|网页|内容|文件).{0,6}(不存在|找不到|未找到)|"
            r"notfound|(该|此)(文章|信息|页面)不存在|对不起.{0,10}不存在)"
        ),
    ),
    (
        "challenge",
        re.compile(
            r"(请(完成|进行|输入|点击).{0,10}(验证|滑块|验证码)|安全验证|人机验证|访问(行为)?(异常|过于频繁|受限)|滑动验证|检测到.{0,12}攻击|"
            r"请求.{0,8}(拦截|阻断)|创宇盾|云防护|防火墙.{0,10}拦截|正在(检查|验证).{0,10}浏览器|checkingyourbrowser|accessdenied|"
            r"enablejavascriptandcookies|您的(请求|访问|操作).{0,16}(拦截|阻断|异常|威胁))"
        ),
    ),
    (
        "login_wall",
        re.compile(
            r"(请(先)?登录(后|以|再)|登录后(才能|可以|即可|可)?(查看|阅读|浏览)|您还没有登录|用户登录.{0,20}密码|请您登录|会员登录)"
        ),
    ),
    (
        "paywall",
        re.compile(
            r"(付费(阅读|内容|后)|订阅(后|会员).{0,10}(阅读|查看)|剩余.{0,6}(内容|%).{0,10}(付费|购买|订阅)|开通会员|购买后(继续)?阅读)"
        ),
    ),
    (
        "server_error",
        re.compile(
            r"(系统(繁忙|维护|错误)|服务器(内部)?错误|网站(正在)?维护|internalservererror|badgateway|数据库(连接)?错误)"
        ),
    ),
)


def gate(doc: Document) -> None:
    """Raise Refused unless the document holds an article."""
    article = doc.article
    body = fold("".join(doc.body)[:LONG])
    title = fold(article.title or "")
    whole = fold("".join(doc.text_lines())[: 4 * SHORT])
    for reason, pattern in PHRASES if len(body) < SHORT else ():
        if (match := pattern.search(title)) and _is_all(reason, match, title) and not _is_news(doc):
            raise Refused(reason, article.title or "")
        on_page = body if len(body) >= MIN_BODY else whole[:SHORT]
        if (
            len(on_page) < SHORT
            and len(body) < 150
            and not _is_news(doc)
            and (match := pattern.search(on_page))
            and not (reason not in GONE and _is_notice(doc, len(body) - 2 * len(match[0])))
        ):
            raise Refused(reason, match[0][:60])
    if _is_list(doc.found):
        raise Refused("list_page", f"{len(doc.lines)} lines, most of them links")
    if len(body) >= MIN_BODY:
        return
    if not whole:
        raise Refused("empty")
    if article.images or article.attachments:
        if article.title is None:
            raise Refused("no_text", "pictures or files without a title")
        return
    if _is_list(doc.blocks, HALF):
        raise Refused("list_page", "a page of links")
    raise Refused("no_body" if not body else "too_short", f"{len(body)} characters of text")


def _is_all(reason: str, match: re.Match[str], title: str) -> bool:
    """Whether a title is the phrase and hardly anything else; what is gone says so within any title."""
    return reason in GONE or (len(match[0]) >= TITLE_SHARE * len(title) and NOTICE.search(title) is None)


def _is_notice(doc: Document, more: int) -> bool:
    """Whether a page whose body is named, with a printed date, says more than the phrase: a notice about logins."""
    rule = doc.article.published_from or ""
    return doc.named and rule.startswith(("selector", "line")) and more > MIN_BODY


def _is_news(doc: Document) -> bool:
    """A page with a printed date, makers and sentences may speak of errors and logins."""
    evidence = (doc.article.published_at is not None) + bool(doc.article.bylines) + bool(doc.article.outlet)
    return evidence >= 2 and sum(line.count("。") for line in doc.body) >= 2


def _is_list(blocks: Sequence[TextLine], share: float = LIST_SHARE) -> bool:
    """Whether most of the body's text is links of their own: a list page taken for an article."""
    lines = [block for block in blocks if block.text]
    links = sum(block.linked >= LIST_LINK and is_link(block) for block in lines)
    sentences = sum(block.text.count("。") for block in lines)
    if links < LIST_LINKS or sentences > links // 3:
        return False
    return sum(block.linked for block in lines) >= share * sum(len(block.text) for block in lines)
