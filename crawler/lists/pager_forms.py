"""Find the next page of a list whose pager submits a form: ``__doPostBack`` of ASP.NET, or a script that sets a number."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlencode, urljoin

from crawler.lists import pager_links, pager_scripts
from crawler.lists.list_page import NextPage
from crawler.net import hostnames
from pipelines import urls
from storage.values import ListHint

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from crawler.lists.list_page import ListResponse
    from crawler.lists.webpage import WebPage

POSTBACK = re.compile(
    r"__doPostBack\(\s{0,3}\\?[\"']([^\"'\\]{1,200})\\?[\"']\s{0,3},\s{0,3}\\?[\"']([^\"'\\]{0,100})\\?[\"']"
)
PAGE_FIELD = re.compile(
    r"(?:\w{0,20}[._$])?(?:page|pn|p|pageno|page_?num(?:ber)?|page_?index|cur(?:rent)?_?page(?:no|num)?|curpage|to_?page|goto_?page)",
    re.I,
)
SUBMIT_CALL = re.compile(r"\.submit\s?\(")
NOT_SUBMITTED = ("submit", "button", "image", "reset", "file")
MAX_FORM = 256 * 1024  # characters; the form is kept in the page's row of the frontier


def postback(page: WebPage, response: ListResponse) -> list[NextPage] | None:
    """Read ``__doPostBack(target, argument)`` of the link to the next number, else of the link labelled 下一页."""
    wanted = str(response.position + 1)
    labelled: tuple[HtmlElement, str, str] | None = None
    for element in page.tree.iter("a", "input", "span", "button"):
        match = POSTBACK.search(f"{element.get('href') or ''} {element.get('onclick') or ''}"[:2000])
        if match is None or element.get("disabled") is not None:
            continue
        text = pager_links.text_of(element, 20) or element.get("value") or element.get("title") or ""
        if wanted in (text.strip(" []\r\n\t"), match[2].rpartition("$")[2]):
            return _post(page, response, element, match[1], match[2])
        if labelled is None and pager_links.says_next(element):
            labelled = element, match[1], match[2]
    return _post(page, response, *labelled) if labelled is not None else None


def _post(
    page: WebPage, response: ListResponse, element: HtmlElement, target: str, argument: str
) -> list[NextPage] | None:
    changed = {"__EVENTTARGET": target, "__EVENTARGUMENT": argument}
    return _submitted(page, response, element, changed, speculative=False)


def number_field(page: WebPage, response: ListResponse) -> list[NextPage] | None:
    """Read a pager whose script writes a page number into a form field and submits the form."""
    if not any(SUBMIT_CALL.search(text) for text in pager_scripts.scripts(page)):
        return None
    has_button = any(
        pager_links.says_next(element) and pager_links.calls_function(element)
        for element in page.tree.iter("a", "span", "button")
    )
    count = pager_scripts.stated_page_count(page)
    if not has_button and count is None:
        return None
    for field in page.tree.iter("input"):
        if PAGE_FIELD.fullmatch(field.get("name") or "") and _form_around(field) is not None:
            if count is not None and response.position >= count:
                return []
            changed = {str(field.get("name")): str(response.position + 1)}
            return _submitted(page, response, field, changed, speculative=count is None)
    return None


def _form_around(element: HtmlElement) -> HtmlElement | None:
    return next((around for around in element.iterancestors("form")), None)


def _submitted(
    page: WebPage,
    response: ListResponse,
    element: HtmlElement,
    changed: dict[str, str],
    *,
    speculative: bool,
) -> list[NextPage] | None:
    """Return the request a browser would send for the form around an element, with some fields changed."""
    form = _form_around(element)
    if form is None and (form := next(page.tree.iter("form"), None)) is None:
        return None
    pairs = urlencode({**_fields(form), **changed}, encoding=page.charset, errors="replace")
    address = page.address(form.get("action") or page.url)
    if address is None or hostnames.host_of(address[0]) not in response.source.own_hosts:
        return None
    if len(pairs) > MAX_FORM:
        page.bad_addresses += 1
        return None
    number = response.position + 1
    if (form.get("method") or "get").lower() == "get":
        url = urljoin(address[0], "?" + pairs)
        hint = ListHint(number=number, speculative=speculative)
        return [NextPage(url, urls.key(url), hint)] if urls.key(url) != urls.key(page.url) else None
    # every page of the list has this address, so the page number makes the key unique
    hint = ListHint(number=number, speculative=speculative, form=pairs)
    return [NextPage(address[0], f"{address[1]}#{number}", hint)]


def _fields(form: HtmlElement) -> dict[str, str]:
    """Return the names and values that a browser would submit."""
    sent: dict[str, str] = {}
    for element in form.iter("input", "select", "textarea"):
        name, kind = element.get("name"), (element.get("type") or "").lower()
        unchecked = kind in ("checkbox", "radio") and element.get("checked") is None
        if not name or kind in NOT_SUBMITTED or unchecked or element.get("disabled") is not None:
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
