"""The pages under /account/."""

from ion.accounts.views import addresses, joining, own, resetting, signing, staying
from ion.accounts.views.blueprint import bp

__all__ = ["addresses", "bp", "joining", "own", "resetting", "signing", "staying"]
