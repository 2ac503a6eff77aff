"""Reading IP addresses in every notation that a resolver accepts."""

from __future__ import annotations

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.net.ip_addresses import is_local_name, is_private, normalized, parse_ip

LOOPBACK = ipaddress.ip_address("127.0.0.1")


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "127.1",
        "2130706433",
        "0x7f000001",
        "0177.0.0.1",
        "127.0.0.1.",
        "１２７.０.０.１",
        "127。0。0。1",
        "[::ffff:127.0.0.1]",
        "[64:ff9b::7f00:1]",
        "[2002:7f00:1::]",
    ],
)
def test_every_notation_of_loopback_is_recognised(host: str) -> None:
    assert parse_ip(host) == LOOPBACK
    assert normalized(host) == "127.0.0.1"


@pytest.mark.parametrize("host", ["www.qinglan.test", "1.2.3.4.5", "", " ", "256.1.1.1"])
def test_names_are_not_addresses(host: str) -> None:
    assert parse_ip(host) is None


@pytest.mark.parametrize("address", ["198.18.0.1", "100.64.0.1", "169.254.169.254", "224.0.0.1", "fe80::1"])
def test_reserved_addresses_are_private(address: str) -> None:
    assert is_private(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700::1"])
def test_public_addresses_are_not_private(address: str) -> None:
    assert not is_private(ipaddress.ip_address(address))


def test_local_names_end_in_localhost_or_localdomain() -> None:
    assert is_local_name("LOCALHOST.")
    assert is_local_name("x.localhost")
    assert not is_local_name("localhost.qinglan.test")


@given(st.text(max_size=60))
def test_any_text_is_parsed_without_an_error(host: str) -> None:
    parse_ip(host)
    normalized(host)
