"""The DNS resolver of the process: refuses names that resolve to private addresses (DNS rebinding, hostile zones)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.resolver import CachingThreadedResolver

from crawler.net.permissions import current_permissions

if TYPE_CHECKING:
    from collections.abc import Sequence

    from twisted.internet.defer import Deferred


class GuardedResolver(CachingThreadedResolver):
    """Check each result, cached ones too, against the permissions of the crawl that asked for it."""

    def getHostByName(self, name: str, timeout: Sequence[int] = ()) -> Deferred[str]:
        permissions = current_permissions()  # read now: the callback runs in another context

        def checked(address: str) -> str:
            permissions.check_address(name, address)
            return address

        return super().getHostByName(name, timeout).addCallback(checked)
