"""An article on several pages while it is fetched: its first response, and the further pages read so far."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from crawler.lists import webpage
from crawler.net.headers import headers_of
from crawler.net.outcomes import RequestOutcome, outcome_of_redirect, outcome_of_response
from crawler.run.claims import BACKOFF_S
from pipelines import urls
from pipelines.items import PagePart
from pipelines.page.part_links import MAX_PARTS, find_parts, may_have_parts

if TYPE_CHECKING:
    from scrapy.http import Response

    from storage.values import Claimed, Seen

MAX_BYTES = 20 * 2**20  # of all further pages of one article; a worker has to hold them at once


@dataclass(frozen=True, kw_only=True)
class PartialArticle:
    """The pages of one article that were fetched so far. ``addresses`` are those of all further pages known."""

    claim: Claimed
    first: Response
    seen: Seen
    addresses: tuple[str, ...]
    parts: tuple[PagePart, ...] = ()

    @property
    def next_address(self) -> str | None:
        """The page to fetch next; None if all were fetched or a limit is reached."""
        fetched = len(self.parts)
        if fetched >= min(len(self.addresses), MAX_PARTS):
            return None
        return self.addresses[fetched] if sum(len(one.body) for one in self.parts) < MAX_BYTES else None

    def with_missing(self, address: str, reason: str) -> PartialArticle:
        """The article without the page at this address."""
        return replace(self, parts=(*self.parts, PagePart(url=address, missing=reason)))

    def with_page(self, response: Response, addresses: tuple[str, ...]) -> PartialArticle:
        """The article with one more page; ``addresses`` are the further pages that its pager shows."""
        part = PagePart(
            url=response.url, body=response.body, status=response.status, headers=headers_of(response)
        )
        known = addresses if len(addresses) > len(self.addresses) else self.addresses
        return replace(self, parts=(*self.parts, part), addresses=known)


async def linked_parts(
    response: Response, charset: str | None, first_url: str, position: int = 1
) -> tuple[str, ...]:
    """Return the addresses of the further pages of an article that one of its pages shows.

    ``position`` is the number of this page. A page that cannot be parsed shows none.
    """
    source = response.body.decode("latin-1")  # addresses and scripts are ASCII in every charset that is read
    if not may_have_parts(first_url, source):
        return ()

    def work() -> tuple[str, ...]:
        page = webpage.parse(response.body, response.url, headers_of(response), charset)
        return find_parts(page.tree, source, first_url, page.base, position)

    try:
        return await asyncio.to_thread(work)
    except (webpage.TooExpensive, ValueError, RecursionError):
        return ()


def outcome_of_part(address: str, response: Response, failures: int) -> RequestOutcome | None:
    """Return the outcome of a response that is not the further page at ``address``, None if it is."""
    outcome = outcome_of_response(
        response.status, headers_of(response), response.body, conditional=False, failures=failures
    ) or outcome_of_redirect(address, response.url)
    if outcome is None and urls.key(response.url) != urls.key(address):
        return RequestOutcome("refused", "redirected")
    return outcome


def ends_claim(outcome: RequestOutcome, claim: Claimed) -> bool:
    """Return True if the whole article has to be fetched again later, False if it is stored without this page.

    After the last retry a new article is stored all the same: it would be lost for one page that its site cannot
    deliver. A stored one keeps the text it has.
    """
    if outcome.state == "blocked":
        return outcome.reason != "forbidden"  # a second 403 is meant for this page: the first page was given
    retries_left = claim.article_id is not None or claim.attempts < len(BACKOFF_S)
    return outcome.state == "due" or (outcome.state == "retry" and retries_left)
