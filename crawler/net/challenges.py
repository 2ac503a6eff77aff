"""Recognise the pages with which sites keep programs out. They are reported and obeyed, never solved.

``detect_script_challenge`` looks only for the scripts of two known products and is used for every response of a crawl.
``detect_challenge`` also looks at words and at missing content; it is used where a person examines a site. In a crawl
those pages are refused by ``pipelines.body.refuse``, which has the title and the text: an article may be about captchas.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

MAX_PAGE = 64 * 1024  # bytes; challenge pages are small, a longer page that mentions one is something else
MAX_SHELL = 6 * 1024  # bytes; script shells of 2 to 5 kB were seen
MAX_WORDS = 400  # characters of visible text; a longer page is a text about captchas
MAX_WAF_WORDS = 200  # the same for a page that was sent with status 200
MAX_SHELL_WORDS = 20

JSL = re.compile(rb"__jsl_clearance|__jsluid", re.ASCII)  # Knownsec (创宇盾)
RS = re.compile(rb"\$_ts\b|_\$[a-zA-Z0-9]{2}\(|/rs_check", re.ASCII)  # River Security (瑞数)
CAPTCHA = re.compile(
    "滑块|滑动验证|拖动.{0,8}(?:滑块|拼图)|验证码|人机验证|安全验证|geetest|nc_wrapper|captcha", re.I
)
FIREWALL = re.compile(
    "云防护|创宇盾|WAF|防火墙.{0,10}拦截|请求.{0,8}(?:拦截|阻断)|访问.{0,6}(?:拦截|过于频繁)|Access Denied",
    re.I,
)
SCRIPT_START = re.compile(rb"<script\b", re.IGNORECASE)
SCRIPT_END = re.compile(rb"</script\s*>", re.IGNORECASE)
TAG = re.compile(r"<[^>]{0,2000}>")
TITLE = re.compile(rb"<title[^>]{0,200}>([^<]{0,200})", re.IGNORECASE)
LINK = re.compile(rb"<(?:a|area|frame|iframe|form)\b", re.IGNORECASE)
REDIRECT = re.compile(rb"location|http-equiv\s*=\s*[\"']?refresh", re.IGNORECASE)
APPLICATION = re.compile(rb"<div[^>]{0,200}\bid\s*=\s*[\"']?(?:app|root|__nuxt|__next)\b", re.IGNORECASE)

# A challenge can already stand in front of robots.txt, where the status is all that is known of it
ROBOTS_REASONS = {
    "robots_http_521": "challenge:jsl",
    "robots_http_403": "forbidden",
    "robots_http_401": "forbidden",
}


def detect_script_challenge(status: int, headers: Mapping[str, str], body: bytes) -> str | None:
    """Return ``challenge:jsl`` or ``challenge:rs`` for a page that a browser would have to compute a cookie from.

    ``headers`` have names in lower case. None for anything else, errors included.
    """
    head = body[:MAX_PAGE]
    cookies = headers.get("set-cookie", "").encode("latin-1", "replace")
    if status == 521 and (JSL.search(head) or JSL.search(cookies) or SCRIPT_START.search(head)):
        return "challenge:jsl"
    if len(body) < MAX_PAGE and JSL.search(head) and not _visible_text(head):
        return "challenge:jsl"
    if status == 412 or (status in (202, 400, 403) and RS.search(head) and b"$_ts" in head):
        return "challenge:rs"
    return None


def detect_challenge(status: int, headers: Mapping[str, str], body: bytes) -> str | None:
    """Return the kind of challenge or unreadable page that a response is, None for an ordinary page or error.

    ``challenge:jsl``, ``:rs``, ``:captcha`` (a person has to act), ``:waf`` (firewall), ``:shell`` (scripts only), or
    ``layout:scripts`` (an application that draws its content in the browser).
    """
    if found := detect_script_challenge(status, headers, body):
        return found
    head = body[:MAX_PAGE]
    if len(body) < MAX_PAGE and (found := _captcha_or_firewall(status, head)):
        return found
    return _script_shell(head) if status == 200 and 0 < len(body) <= MAX_SHELL else None


def _captcha_or_firewall(status: int, head: bytes) -> str | None:
    words = _visible_text(head)
    if len(words) > MAX_WORDS:
        return None
    title = TITLE.search(head)
    text = words + (_decoded(title[1]) if title else "")
    markup = head.decode("utf-8", "replace")
    if CAPTCHA.search(text) or (status in (403, 405) and CAPTCHA.search(markup)):
        return "challenge:captcha"
    if FIREWALL.search(text) and (status >= 400 or len(words) < MAX_WAF_WORDS):
        return "challenge:waf"
    return None


def _script_shell(head: bytes) -> str | None:
    if LINK.search(_without_scripts(head)) or not SCRIPT_START.search(head):
        return None
    if len(_visible_text(head)) > MAX_SHELL_WORDS or REDIRECT.search(head):
        return None
    return "layout:scripts" if APPLICATION.search(head) else "challenge:shell"


def _without_scripts(head: bytes) -> bytes:
    """Remove script elements in one pass: a regex would search a page of unclosed scripts once for each of them."""
    kept, at = [], 0
    while opened := SCRIPT_START.search(head, at):
        kept.append(head[at : opened.start()])
        closed = SCRIPT_END.search(head, opened.end())
        if closed is None:
            return b"".join(kept)
        at = closed.end()
    return b"".join([*kept, head[at:]])


def _visible_text(head: bytes) -> str:
    return "".join(TAG.sub(" ", _decoded(_without_scripts(head))).split())


def _decoded(raw: bytes) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("gb18030", "replace")


def robots_block_reason(reason: str) -> str:
    """Translate the reason why robots.txt could not be read into the name of the challenge page, if it was one."""
    return ROBOTS_REASONS.get(reason, reason)
