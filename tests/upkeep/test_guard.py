"""ION opens addresses of the public internet alone, whatever they are made to look like."""

import socket

import pytest

from ion.upkeep.outside.checking import Finding, Outcome, WebChecker
from ion.upkeep.outside.guard import NOT_PUBLIC, Guard, NotOpened, NotPublic, is_public

PRIVATE = [
    "127.0.0.1",
    "127.255.0.7",
    "10.0.0.8",
    "172.16.3.4",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "0.0.0.0",
    "255.255.255.255",
    "224.0.0.1",
    "192.0.2.7",
    "::1",
    "::",
    "::ffff:127.0.0.1",
    "::ffff:8.8.8.8",
    "::7f00:1",
    "64:ff9b::7f00:1",
    "2002:7f00:1::",
    "2001:0:4136:e378:8000:63bf:3fff:fdd2",
    "2001:db8::1",
    "fe80::1",
    "fc00::1",
    "ff02::1",
]


@pytest.mark.parametrize("address", PRIVATE)
def test_private_addresses_are_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "192.30.255.1", "2606:4700:4700::1111", "2620:0:862:ed1a::1"])
def test_addresses_of_the_internet_are_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://localhost/",
        "http://10.1.2.3/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[0:0:0:0:0:ffff:7f00:1]/",
        "http://0.0.0.0/",
        "http://0/",
        "http://2130706433/",
        "http://0177.0.0.1/",
        "http://0x7f.0.0.1/",
        "http://127.1/",
        "http://169.254.169.254/latest/meta-data/",
        "https://LOCALHOST./",
    ],
)
def test_no_spelling_of_a_private_address_is_opened(url: str) -> None:
    guard = Guard()  # numbers and localhost are resolved without asking anybody

    with pytest.raises(NotPublic):
        guard.addresses(guard.place(url))


def test_a_name_is_not_opened_where_any_of_its_addresses_is_private() -> None:
    guard = Guard(resolve=lambda host, port: ["8.8.8.8", "10.0.0.1"])

    with pytest.raises(NotPublic):
        guard.addresses(guard.place("https://rebound.example/"))


@pytest.mark.parametrize(
    "url",
    [
        "ftp://example.org/file",
        "file:///etc/passwd",
        "gopher://example.org/",
        "javascript:alert(1)",
        "//example.org/",
        "http://",
        "http:///etc/passwd",
        "http://ex ample.org/",
        "http://exa\tmple..org/",
        "http://a\\b.example/",
        "http://[::1/",
        "http://example.org:99999/",
        "http://-/",
        "http://user@example.org/",
        "http://user:secret@example.org/",
        "http://example.org\\@10.0.0.1/",
        "http://example.org:22/",
        "https://example.org:8443/",
        "http://" + "a" * 300 + ".example/",
    ],
)
def test_what_is_no_plain_web_address_is_not_opened(url: str) -> None:
    with pytest.raises(NotOpened) as refused:
        Guard().place(url)

    assert refused.value.words.endswith(".")


def test_an_address_is_asked_for_in_the_letters_of_the_web() -> None:
    place = Guard().place("https://bücher.example/straße/a b?q=wörter&x=%20#part")

    assert (place.host, place.port) == ("xn--bcher-kva.example", 443)
    assert place.target == "/stra%C3%9Fe/a%20b?q=w%C3%B6rter&x=%20"


def test_a_private_address_is_broken_for_readers_and_an_odd_one_is_not_known() -> None:
    checker = WebChecker("ION")

    assert checker.check("http://127.0.0.1/") == Finding(Outcome.FAILED, NOT_PUBLIC)
    assert checker.check("https://example.org:8443/").outcome is Outcome.UNKNOWN


def test_a_name_that_nobody_has_is_told_in_words() -> None:
    def nobody(host: str, port: int) -> list[str]:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    finding = WebChecker("ION", Guard(resolve=nobody)).check("https://gone.example/")

    assert finding == Finding(Outcome.FAILED, "There is no site of this name.")
