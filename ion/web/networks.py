"""By what the address that asks is counted, where something may be tried only so often."""

from ipaddress import IPv6Address, ip_address

from flask import request


def network(address: str | None) -> str:
    """What one network address is counted by: an IPv6 customer has a whole /64 to try from."""
    try:
        found = ip_address(address or "")
    except ValueError:
        return address or ""
    if not isinstance(found, IPv6Address):
        return str(found)
    return str(found.ipv4_mapped or f"{IPv6Address(int(found) >> 64 << 64)}/64")


def asking_network() -> str:
    """What the asking address is counted by; behind proxies of ours, the address they name."""
    return network(request.remote_addr)
