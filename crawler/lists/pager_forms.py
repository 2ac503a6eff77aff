"""The next page of a list whose pager sends a form: ``__doPostBack`` of ASP.NET, or a script that fills in a number."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlencode, urljoin

from crawler.lists import pager_links, pager_scripts
from crawler.lists.list_page import PROBE, NextPage
from crawler.net import hostnames
from pipelines import urls

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from crawler.lists.list_page import ListResponse
    from crawler.lists.webpage import WebPage

POSTED = re.compile(
    r"__doPostBack\(\s{0,3}\\?[\"']([^\"'\\]{1,200})\\?[\"']\s{0,3},\s{0,3}\\?[\"']([^\"'\\]{0,100})\\?[\"']"
)
PAGE_FIELD = re.compile(
    r"(?:\w{0,20}[._$])?(?:page|pn|p|pageno|page_?num(?:ber)?|page_?index|cur(?:rent)?_?page(?:no|num)?|curpage|to_?page|goto_?page)",
    re.I,
)
SUBMITS = re.compile(r"\.submit\s?\(")
UNSENT = ("submit", "button", "image", "reset", "file")
MOST = 256 * 1024  # characters of a form: its row in the frontier keeps it


def posted(page: WebPage, answer: ListResponse) -> list[NextPage] | None:
    """``__doPostBack(target, argument)``: the link to the next number, else the one that says 下一页."""
    wanted = str(answer.position + 1)
    worded: tuple[HtmlElement, str, str] | None = None
    for element in page.tree.iter("a", "input", "span", "button"):
        match = POSTED.search(f"{element.get('href') or ''} {element.get('onclick') or ''}"[:2000])
        if match is None or element.get("disabled") is not None:
            continue
        text = pager_links.text_of(element, 20) or element.get("value") or element.get("title") or ""
        if wanted in (text.strip(" []\r\n\t"), match[2].rpartition("$")[2]):
            return _sent(page, answer, element, {"__EVENTTARGET": match[1], "__EVENTARGUMENT": match[2]})
        if worded is None and pager_links.says_next(element):
            worded = element, match[1], match[2]
    if worded is None:
        return None
    return _sent(page, answer, worded[0], {"__EVENTTARGET": worded[1], "__EVENTARGUMENT": worded[2]})


def filled(page: WebPage, answer: ListResponse) -> list[NextPage] | None:
    """A pager whose script writes a number into a field of a form and sends it."""
    if not any(SUBMITS.search(text) for text in pager_scripts.scripts(page)):
        return None
    calls = any(
        pager_links.says_next(a) and pager_links.calls(a) for a in page.tree.iter("a", "span", "button")
    )
    total = pager_scripts.total_of(page)
    if not calls and total is None:
        return None
    for field in page.tree.iter("input"):
        if PAGE_FIELD.fullmatch(field.get("name") or "") and _form_of(field) is not None:
            if total is not None and answer.position >= total:
                return []
            number = {str(field.get("name")): str(answer.position + 1)}
            return _sent(page, answer, field, number, told=total is not None)
    return None


def _form_of(element: HtmlElement) -> HtmlElement | None:
    return next((around for around in element.iterancestors("form")), None)


def _sent(
    page: WebPage, answer: ListResponse, element: HtmlElement, says: dict[str, str], *, told: bool = True
) -> list[NextPage] | None:
    """The form around an element as a browser would send it, with what the pager changes in it."""
    form = _form_of(element)
    if form is None and (form := next(page.tree.iter("form"), None)) is None:
        return None
    pairs = urlencode({**_fields(form), **says}, encoding=page.charset, errors="replace")
    address = page.address(form.get("action") or page.url)
    if address is None or hostnames.host_of(address[0]) not in answer.source.own_hosts:
        return None
    if len(pairs) > MOST:
        page.bad += 1
        return None
    hint: dict[str, object] = {"number": answer.position + 1, **({} if told else {PROBE: True})}
    if (form.get("method") or "get").lower() == "get":
        url = urljoin(address[0], "?" + pairs)
        return [NextPage(url, urls.key(url), hint)] if urls.key(url) != urls.key(page.url) else None
    # the address is that of every page: what tells them apart is the place in the list
    key = f"{address[1]}#{answer.position + 1}"
    return [NextPage(address[0], key, hint | {"form": pairs})]


def _fields(form: HtmlElement) -> dict[str, str]:
    sent: dict[str, str] = {}
    for element in form.iter("input", "select", "textarea"):
        name, kind = element.get("name"), (element.get("type") or "").lower()
        unchecked = kind in ("checkbox", "radio") and element.get("checked") is None
        if not name or kind in UNSENT or unchecked or element.get("disabled") is not None:
            continue
        if element.tag == "select":
            options = list(element.iter("option"))
            chosen = next(
                (one for one in options if one.get("selected") is not None), next(iter(options), None)
            )
            value = chosen.get("value", chosen.text_content()) if chosen is not None else ""
        else:
            value = element.get("value", "") if element.tag == "input" else element.text_content()
        sent[str(name)] = str(value)
    return sent
