"""Every page of the gate with its gold: templates times contents, kinds of failure, and pages that are no article."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tests.quality.contents import BRIEF, CONTENTS, NEWS, NOTICE, OTHERS, PRICES, WINNERS, Content
from tests.quality.templates import (
    FOOT,
    NAV,
    NO_CLOCK,
    NO_OUTLET,
    NO_TABLE,
    RELATED,
    SHARE,
    SIGNED_BY_EDITOR,
    TEMPLATES,
    bare_breaks,
    hanweb,
    layout_tables,
    portal,
    trs,
    utility,
    vsb,
)

if TYPE_CHECKING:
    from collections.abc import Callable

URL = "http://www.lanshan.test/xw/content/1.html"


@dataclass(frozen=True)
class Case:
    """A page and the expected article; ``refused`` names the reason where it is no article."""

    name: str
    html: bytes
    content: Content = NEWS
    refused: str = ""
    outlet: bool = True
    clock: bool = True
    kicker: str | None = None
    subtitle: str | None = None
    attachments: tuple[str, ...] = ()
    url: str = URL


def _matrix() -> list[Case]:
    return [_case(template, content) for template in TEMPLATES for content in CONTENTS]


def _case(template: Callable[[Content], str], content: Content) -> Case:
    name = template.__name__
    if content.rows and name in NO_TABLE:
        content = replace(content, rows=(), body=tuple(line for line in content.body if "\t" not in line))
    html = template(content).encode()
    if name in SIGNED_BY_EDITOR:
        content = replace(content, bylines=(*content.bylines, SIGNED_BY_EDITOR[name]))
    return Case(
        f"{name}-{content.name}", html, content, outlet=name not in NO_OUTLET, clock=name not in NO_CLOCK
    )


def _spoiled(
    name: str, make: Callable[[str], str], page: str, content: Content = NEWS, **more: object
) -> Case:
    return replace(Case(name, make(page).encode("utf-8", "surrogatepass"), content), **more)  # type: ignore[arg-type]


def _failures() -> list[Case]:
    early = trs(NEWS).replace("<h1>", "</body></html><h1>", 1)
    files = (
        "<div class='fj'><p>附件：<a href='/att/1.pdf'>签约项目一览表.pdf</a></p>"
        "<p><a href='/att/2.xlsx'>投资进度表.xlsx</a></p></div>"
    )
    titled = hanweb(NEWS).replace(
        "<tr><td class='title'>",
        "<tr><td class='pre-title'>临溪区优化营商环境</td></tr><tr><td class='title'>",
    ).replace("<tr><td>发布日期", "<tr><td class='subtitle'>八个项目来自外地</td></tr><tr><td>发布日期")  # fmt: skip
    long_list = portal(BRIEF).replace(
        "</ul></div></div><div class='right'>", RELATED * 12 + "</ul></div></div><div class='right'>"
    )
    teasers = "".join(
        f"<div class='item'><a href='/t/{i}'>{title}</a><p>{title}，有关部门负责人介绍了情况。</p></div>"
        for i, title in enumerate(OTHERS)
    )
    return [
        Case("gbk-declared", hanweb(NEWS).replace("utf-8", "gb2312").encode("gb18030")),
        Case("gbk-undeclared", vsb(NEWS).replace("<meta charset='utf-8'>", "").encode("gb18030")),
        Case("gbk-says-utf8", portal(BRIEF).encode("gb18030"), BRIEF),
        Case("utf8-says-gbk", trs(BRIEF).replace("utf-8", "gbk").encode(), BRIEF),
        Case("early-end", early.encode()),
        _spoiled("control-reference", lambda page: page.replace("。</p>", "&#1;&#xFFFF;。</p>", 2), hanweb(NEWS)),
        _spoiled("control-characters", lambda page: page.replace("。</p>", "\x01\x0b\ufffe。</p>", 2), trs(NEWS)),
        _spoiled("deep", lambda page: page.replace("<h1>", "<div>" * 400 + "<h1>", 1), trs(NEWS)),
        _spoiled("unclosed", lambda page: page.replace("</p>", "").replace("</li>", ""), portal(NEWS)),
        _spoiled("script-in-text", lambda page: page.replace("</p><p>", "</p><script>var a='<p>假</p>';</script><p>", 1), hanweb(NEWS)),
        _spoiled("files-outside", lambda page: page.replace("<div class='share'>", files + "<div class='share'>"), trs(NEWS), attachments=("签约项目一览表.pdf", "投资进度表.xlsx")),
        Case("kicker-and-subtitle", titled.encode(), kicker="临溪区优化营商环境", subtitle="八个项目来自外地"),
        Case("brief-in-a-sea-of-links", long_list.encode(), BRIEF),
        _spoiled("brief-among-teasers", lambda page: page.replace("<div class='hotnews'>", teasers + "<div class='hotnews'>"), utility(BRIEF).replace("<div class='card'>", teasers), BRIEF),
        _spoiled("share-bar-inside", lambda page: page.replace("<div id='zoom'>", f"<div id='zoom'>{SHARE}"), hanweb(BRIEF), BRIEF),
        _spoiled("title-again", lambda page: page.replace("<div id='zoom'>", f"<div id='zoom'><p>{NOTICE.title}</p>"), hanweb(NOTICE), NOTICE),
        _spoiled("date-line-inside", lambda page: page.replace("<div class='mt-4'>", f"<div class='mt-4'><p>{NOTICE.day} {NOTICE.clock}</p>"), utility(NOTICE), NOTICE),
        Case("winners", utility(WINNERS).encode(), WINNERS),
        Case("winners-named", trs(WINNERS).encode(), WINNERS),
        Case("prices", utility(PRICES).encode(), PRICES),
        Case("prices-named", hanweb(PRICES).encode(), PRICES),
        Case("notice-layout", layout_tables(NOTICE).encode(), NOTICE),
        Case("notice-breaks", bare_breaks(NOTICE).encode(), NOTICE),
        _spoiled("neighbours-inside", lambda page: page.replace("<!--ZJEG_RSS.content.end-->", f"<p>上一篇：<a href='1'>{OTHERS[2]}</a></p><p>下一篇：{OTHERS[3]}</p>"), hanweb(NEWS)),
        _spoiled("disclaimer-inside", lambda page: page.replace("</div><div class='bq'>", "<p>版权声明：凡本网注明来源的作品，未经授权不得转载。</p></div><div class='bq'>"), portal(NEWS)),
        _spoiled("scan-inside", lambda page: page.replace("<!--ZJEG_RSS.content.end-->", "<p>扫一扫在手机打开当前页</p>"), hanweb(BRIEF), BRIEF),
    ]  # fmt: skip


def _shell(title: str, body: str, status: str = "") -> bytes:
    return (
        f"<html><head><meta charset='utf-8'><title>{title}</title></head><body><div class='nav'><ul>{NAV}</ul></div>"
        f"<div class='main'>{body}</div>{status}<div class='footer'>{FOOT}</div></body></html>"
    ).encode()


def _no_articles() -> list[Case]:
    wanted = {
        "soft_404": (
            ("页面不存在", "<h1>404</h1><p>抱歉，您访问的页面不存在。</p>"),
            ("澜山市人民政府", "<p>对不起，您要查看的内容不存在或者已经移走，请返回首页。</p>"),
            ("出错了", "<div class='err'>找不到该页面，3秒后返回首页</div>"),
            ("404 Not Found", "<h1>Not Found</h1><p>The requested URL was not found on this server.</p>"),
        ),
        "removal_notice": (
            ("澜山在线", "<p>该文章已被删除。</p>"),
            ("提示", "<p>此内容已下线，请浏览其他新闻。</p>"),
        ),
        "challenge": (
            ("安全验证", "<p>请完成下方滑块验证后继续访问</p>"),
            ("访问受限", "<p>检测到您的网络环境存在异常，您的请求已被拦截。</p>"),
            (
                "Just a moment...",
                "<p>Checking your browser before accessing the site. Enable JavaScript and cookies to continue</p>",
            ),
        ),
        "login_wall": (
            (
                "用户登录",
                "<form><p>用户登录</p><p>请输入用户名和密码</p><p>请先登录后再访问本页面</p></form>",
            ),
            ("澜山日报数字报", "<p>登录后才能查看全文</p>"),
        ),
        "paywall": (
            ("澜山日报", "<p>本文为付费内容，订阅后阅读全文。</p>"),
            ("澜山财经", "<p>澜山新材料产业的三年突围之路。</p><p>剩余80%内容，付费后阅读</p>"),
        ),
        "server_error": (
            ("系统错误", "<p>系统繁忙，请稍后再试。</p>"),
            ("维护", "<p>网站正在维护，给您带来不便，敬请谅解。</p>"),
        ),
        "list_page": (
            ("今日澜山-澜山市人民政府", f"<h3>今日澜山</h3><ul class='news-list'>{RELATED}{RELATED}</ul>"),
        ),
        "no_body": (("澜山市人民政府", ""),),
    }
    cases = [
        Case(f"{reason}-{i}", _shell(title, body), refused=reason)
        for reason, pages in wanted.items()
        for i, (title, body) in enumerate(pages)
    ]
    return [
        *cases,
        Case("empty", b"  \n", refused="empty"),
        Case("pdf", b"%PDF-1.4 ...", refused="pdf_unreadable"),
    ]


def _speaks_of_it() -> list[Case]:
    """Articles about errors, logins and challenges: no phrase of theirs may cost them."""
    texts = {
        "login": ("全市政务服务网启用统一身份认证", "市民请先登录澜山政务服务网，登录后可以查看办事进度，也可以下载电子证照。"),
        "404": ("望河县清理政府网站错误链接", "检查发现，部分栏目提示页面不存在，有的链接打开后显示404，县里要求三天内整改。"),
        "challenge": ("警方提醒：冒充客服的验证码骗局", "骗子会让您完成滑块验证并提供验证码，请勿告诉任何人，发现异常请拨打报警电话。"),
        "paywall": ("澜山日报数字报免费开放", "此前读者需付费阅读往期版面，订阅后才能查看，今后全部内容向市民免费开放。"),
        "removed": ("市场监管部门通报网络广告整治情况", "平台负责人表示，相关违规文章已被删除，涉事账号已经停用，后续将加强审核。"),
    }  # fmt: skip
    more = "市有关部门负责人介绍说，这项工作从今年三月开始，将持续到年底，欢迎群众提出意见和建议。"
    return [
        Case(f"speaks-of-{name}", trs(content).encode(), content)
        for name, (title, line) in texts.items()
        for content in [replace(NEWS, name=name, title=title, body=(line, more), signed="", bylines=())]
    ]


CASES: tuple[Case, ...] = (*_matrix(), *_failures(), *_no_articles(), *_speaks_of_it())
