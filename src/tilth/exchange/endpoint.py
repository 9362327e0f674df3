"""Asking a language model that the user names: an OpenAI-compatible endpoint, on this machine or elsewhere.

Off unless asked for. The article goes to the address the user named and nowhere else: redirects are
refused, proxies of the environment are not used. The key comes from the environment, is sent to that
address alone, and is never stored, shown or put into an error.
"""

from __future__ import annotations

import ipaddress
import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any
from urllib.parse import urlsplit

from tilth.exchange._errors import ExchangeError

__all__ = ["Endpoint", "EndpointError", "bounds"]

ADDRESS, MODEL, KEY = "TILTH_ENDPOINT", "TILTH_ENDPOINT_MODEL", "TILTH_ENDPOINT_KEY"
_PLAIN = re.compile(r"[\x21-\x7e]{1,500}")


class EndpointError(ExchangeError):
    """The endpoint cannot be asked, or gives no answer that can be used."""


@cache
def bounds() -> Mapping[str, Any]:
    """Return the limits in ``data/exchange/endpoint.yaml``."""
    import yaml

    found: Mapping[str, Any] = yaml.safe_load(
        (files("tilth.data") / "exchange" / "endpoint.yaml").read_text("utf-8")
    )
    return found


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where and whom to ask.

    Attributes
    ----------
    address : str
        Such as ``http://127.0.0.1:11434/v1``; plain http only on this machine, unless `plain_http`.
    model : str
        Name that the server knows the model by.
    key : str or None
        Sent as a bearer token.
    plain_http : bool
        Whether plain http to another machine is wanted, where others on the way can read the article.
    patience : float
        Seconds that one answer may take.

    Raises
    ------
    EndpointError
        For an address that is none, has a user or password in it, or is plain http to another machine.

    Examples
    --------
    >>> Endpoint("http://127.0.0.1:8080/v1", "m", key="secret")
    Endpoint(address='http://127.0.0.1:8080/v1', model='m', plain_http=False, patience=300.0)
    """

    address: str
    model: str
    key: str | None = field(default=None, repr=False)
    plain_http: bool = False
    patience: float = field(default_factory=lambda: float(bounds()["answer_seconds"]))

    def __post_init__(self) -> None:
        scheme, host = self._parts()
        if scheme == "http" and not self.plain_http and not _local(host):
            raise EndpointError(
                f"endpoint {host}: plain http to another machine lets others read the article and the key;"
                " use https, or --plain-http if you mean it"
            )
        if not self.model.strip() or not self.model.isprintable() or len(self.model) > 200:
            raise EndpointError("the name of the model is missing or no plain text; give it with --model")
        if self.key is not None and not _PLAIN.fullmatch(self.key):
            raise EndpointError(f"{KEY} holds blanks or signs that no key has; set it anew")
        if not 1 <= self.patience <= bounds()["most_patience_seconds"]:
            raise EndpointError(
                f"patience {self.patience:g} s: 1 to {bounds()['most_patience_seconds']} seconds are allowed"
            )

    def _parts(self) -> tuple[str, str]:
        try:
            parts = urlsplit(self.address)
            host, _ = parts.hostname, parts.port
        except ValueError:
            host, parts = None, None
        if (
            parts is None
            or parts.scheme not in {"http", "https"}
            or not host
            or not _PLAIN.fullmatch(self.address)
        ):
            raise EndpointError(
                "the endpoint's address must be http:// or https:// with a host, such as http://127.0.0.1:11434/v1"
            )
        if parts.username is not None or parts.password is not None or parts.fragment:
            raise EndpointError(
                f"endpoint {host}: no user, password or #part in the address; a key goes in {KEY}"
            )
        return parts.scheme, host

    @property
    def url(self) -> str:
        """Where questions are posted."""
        parts = urlsplit(self.address)
        path = parts.path.rstrip("/")
        path += "" if path.endswith("/chat/completions") else "/chat/completions"
        return parts._replace(path=path).geturl()

    @property
    def shown(self) -> str:
        """The address as it may be shown: without query."""
        return urlsplit(self.url)._replace(query="").geturl()

    @classmethod
    def told(
        cls,
        address: str | None,
        model: str | None,
        *,
        plain_http: bool = False,
        patience: float | None = None,
    ) -> Endpoint:
        """Return the endpoint that the user or the environment names; the key comes from there alone.

        Raises
        ------
        EndpointError
            When no address or no model is named.
        """
        address, model = address or os.environ.get(ADDRESS), model or os.environ.get(MODEL)
        if not address or not model:
            missing = (
                "address (--endpoint or TILTH_ENDPOINT)"
                if not address
                else "model (--model or TILTH_ENDPOINT_MODEL)"
            )
            raise EndpointError(f"the second reader is not set up: no {missing}")
        key = os.environ.get(KEY) or None
        waits = float(bounds()["answer_seconds"]) if patience is None else patience
        return cls(address, model, key, plain_http, waits)

    def asker(self) -> Callable[[list[dict[str, str]], Mapping[str, Any]], str]:
        """Return the function that asks for one article; its time is bounded as a whole."""
        from tilth.exchange._asking import Questions

        return Questions(self).ask


def _local(host: str) -> bool:
    """Tell whether a host is this machine."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")
