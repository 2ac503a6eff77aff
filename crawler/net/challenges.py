"""Name the ways in which a site shuts programs out. They are told and obeyed, never solved."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

SMALL = 64 * 1024
SHELL = 6 * 1024  # a shell of scripts where a page should be: 2 to 5 kB were seen
JSL = re.compile(rb"__jsl_clearance|__jsluid", re.ASCII)
RS = re.compile(rb"\$_ts\b|_\$[a-zA-Z0-9]{2}\(|/rs_check", re.ASCII)
SLIDER = re.compile(
    "滑块|滑动验证|拖动.{0,8}(?:滑块|拼图)|验证码|人机验证|安全验证|geetest|nc_wrapper|captcha", re.I
)
WALL = re.compile(
    "云防护|创宇盾|WAF|防火墙.{0,10}拦截|请求.{0,8}(?:拦截|阻断)|访问.{0,6}(?:拦截|过于频繁)|Access Denied",
    re.I,
)
OPENS, CLOSES = re.compile(rb"<script\b", re.IGNORECASE), re.compile(rb"</script\s*>", re.IGNORECASE)
TAG = re.compile(r"<[^>]{0,2000}>")
LINK = re.compile(rb"<(?:a|area|frame|iframe|form)\b", re.IGNORECASE)
MOVES = re.compile(rb"location|http-equiv\s*=\s*[\"']?refresh", re.IGNORECASE)
APPLICATION = re.compile(rb"<div[^>]{0,200}\bid\s*=\s*[\"']?(?:app|root|__nuxt|__next)\b", re.IGNORECASE)


def challenge(status: int, headers: Mapping[str, str], body: bytes) -> str | None:
    """The kind of challenge an answer is; None for a page (or for an error that is no challenge)."""
    head = body[:SMALL]
    cookies = headers.get("set-cookie", "").encode("latin-1", "replace")
    jsl = JSL.search(head) or JSL.search(cookies)
    if status == 521 and (jsl or b"<script" in head.lower()):
        return "challenge:jsl"
    if jsl and JSL.search(head) and len(body) < SMALL and not _words(head):
        return "challenge:jsl"
    if status == 412 or (status in (202, 400, 403) and RS.search(head) and b"$_ts" in head):
        return "challenge:rs"
    if len(body) < SMALL and (kind := _wall(status, head)):
        return kind
    return _shell(head) if status == 200 and 0 < len(body) <= SHELL else None


def _wall(status: int, head: bytes) -> str | None:
    """A page that asks for a slider or says it is a firewall, and says little else."""
    words = _words(head)
    if len(words) > 400:
        return None  # a story about sliders is a story
    text = words + _title(head)
    markup = head.decode("utf-8", "replace")
    if SLIDER.search(text) or (status in (403, 405) and SLIDER.search(markup)):
        return "challenge:captcha"
    if WALL.search(text) and (status >= 400 or len(words) < 200):
        return "challenge:waf"
    return None


def _shell(head: bytes) -> str | None:
    if LINK.search(_without_scripts(head)) or not OPENS.search(head):
        return None
    if len(_words(head)) > 20 or MOVES.search(head):
        return None
    return "layout:scripts" if APPLICATION.search(head) else "challenge:shell"


def _without_scripts(head: bytes) -> bytes:
    """One pass: a page of a thousand opened scripts must not be searched a thousand times."""
    kept, at = [], 0
    while opened := OPENS.search(head, at):
        kept.append(head[at : opened.start()])
        closed = CLOSES.search(head, opened.end())
        if closed is None:
            return b"".join(kept)
        at = closed.end()
    return b"".join([*kept, head[at:]])


def _decoded(raw: bytes) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("gb18030", "replace")


def _words(head: bytes) -> str:
    return "".join(TAG.sub(" ", _decoded(_without_scripts(head))).split())


def _title(head: bytes) -> str:
    match = re.search(rb"<title[^>]{0,200}>([^<]{0,200})", head, re.IGNORECASE)
    return _decoded(match[1]) if match else ""


def closed_by_robots(reason: str) -> str:
    """A challenge that already stands before robots.txt: its status is all that is known of it."""
    return {
        "robots_http_521": "challenge:jsl",
        "robots_http_403": "forbidden",
        "robots_http_401": "forbidden",
    }.get(reason, reason)
