"""The questions on one article: sent, repeated where that may help, and answered within bounds."""

from __future__ import annotations

import asyncio
import json
import ssl
import time
from collections.abc import Coroutine, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

import httpx

from tilth.exchange.endpoint import Endpoint, EndpointError, bounds

__all__ = ["Questions"]


@dataclass(frozen=True, slots=True)
class _Reply:
    status: int
    body: bytes = b""
    wait: float | None = None
    fault: str = ""


@dataclass(slots=True)
class Questions:
    """Asks one endpoint, for as long as one article may take."""

    endpoint: Endpoint
    schema_known: bool = True
    ends: float = field(default_factory=lambda: time.monotonic() + bounds()["article_seconds"])

    def ask(self, messages: list[dict[str, str]], schema: Mapping[str, Any]) -> str:
        """Return the answer to one conversation.

        Raises
        ------
        EndpointError
            When the server cannot be reached, refuses, redirects, or does not answer within the bounds.
        """
        return _finished(self._ask(messages, schema))

    async def _ask(self, messages: list[dict[str, str]], schema: Mapping[str, Any]) -> str:
        reply, tries = _Reply(0), 0
        while tries < bounds()["tries"]:
            if tries:
                await asyncio.sleep(min(self._wait(reply, tries), max(0.0, self.ends - time.monotonic())))
            if time.monotonic() >= self.ends:
                raise self._error(
                    f"took longer than the {bounds()['article_seconds']:,} seconds allowed an article"
                )
            reply = await self._reply(self._body(messages, schema))
            if reply.status == httpx.codes.OK:
                return self._words(reply.body)
            if self.schema_known and reply.status in bounds()["without_schema"]:
                self.schema_known = False
                continue
            tries += 1
            if reply.status and reply.status not in bounds()["try_again"]:
                break
        raise self._error(self._why(reply), tries)

    def _body(self, messages: list[dict[str, str]], schema: Mapping[str, Any]) -> bytes:
        asked: dict[str, Any] = {
            "model": self.endpoint.model,
            "messages": messages,
            "temperature": 0,
            "stream": False,
        }
        if self.schema_known:
            form = {"name": "claims", "schema": schema}
            asked["response_format"] = {"type": "json_schema", "json_schema": form}
        return json.dumps(asked, ensure_ascii=False).encode("utf-8", "replace")

    async def _reply(self, body: bytes) -> _Reply:
        """Return what one question brought; a fault in place of a status when there was no answer."""
        left = min(self.endpoint.patience, max(0.1, self.ends - time.monotonic()))
        try:
            async with asyncio.timeout(left):
                return await self._posted(body)
        except (TimeoutError, httpx.TimeoutException):
            return _Reply(0, fault=f"did not answer within {left:,.0f} seconds")
        except httpx.ConnectError:
            return _Reply(0, fault="cannot be reached; check that the server runs and the address is right")
        except (httpx.HTTPError, httpx.InvalidURL, ssl.SSLError, OSError):
            return _Reply(0, fault="broke the connection off, or speaks no HTTP")

    async def _posted(self, body: bytes) -> _Reply:
        headers = {
            "Content-Type": "application/json",
            "Accept": "application/json",
            "Accept-Encoding": "identity",
        }
        if self.endpoint.key:
            headers["Authorization"] = f"Bearer {self.endpoint.key}"
        patience = httpx.Timeout(self.endpoint.patience, connect=bounds()["connect_seconds"])
        trust = ssl.create_default_context() if self.endpoint.url.startswith("https:") else False
        async with (
            httpx.AsyncClient(
                verify=trust, trust_env=False, follow_redirects=False, timeout=patience
            ) as client,
            client.stream("POST", self.endpoint.url, content=body, headers=headers) as response,
        ):
            if response.status_code != httpx.codes.OK:
                return _Reply(response.status_code, wait=_seconds(response.headers.get("Retry-After")))
            if response.headers.get("Content-Encoding", "identity").lower() != "identity":
                raise self._error("packs its answer, which was not asked for")
            held = bytearray()
            async for piece in response.aiter_raw():
                held += piece
                if len(held) > bounds()["answer_bytes"]:
                    raise self._error(
                        f"answers with more than the {bounds()['answer_bytes']:,} bytes allowed"
                    )
            return _Reply(response.status_code, bytes(held))

    def _words(self, body: bytes) -> str:
        """Return the words of the model in an answer."""
        try:
            words = json.loads(body)["choices"][0]["message"]["content"]
        except (ValueError, LookupError, TypeError, RecursionError):
            words = None
        if not isinstance(words, str):
            raise self._error("answers something else than a chat completion with words")
        return words

    def _wait(self, reply: _Reply, tries: int) -> float:
        asked = reply.wait if reply.wait is not None else bounds()["wait_seconds"] * 2 ** (tries - 1)
        return min(float(asked), float(bounds()["longest_wait_seconds"]))

    def _why(self, reply: _Reply) -> str:
        if reply.fault:
            return reply.fault
        if httpx.codes.is_redirect(reply.status):
            return (
                "sends questions on to another address, which is refused; name that address if you trust it"
            )
        if reply.status in {httpx.codes.UNAUTHORIZED, httpx.codes.FORBIDDEN}:
            return f"refuses the key or the lack of one (HTTP {reply.status}); set TILTH_ENDPOINT_KEY"
        return f"answers with HTTP {reply.status}"

    def _error(self, words: str, tries: int = 1) -> EndpointError:
        often = f" (asked {tries} times)" if tries > 1 else ""
        return EndpointError(f"endpoint {self.endpoint.shown} {words}{often}; nothing was kept")


def _seconds(header: str | None) -> float | None:
    """Return what a server asks to wait, when it is a plain number of seconds."""
    return float(header) if header and header.isascii() and header.isdigit() and len(header) < 7 else None


def _finished(work: Coroutine[Any, Any, str]) -> str:
    """Run to the end, also where a loop runs already, as in a notebook."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return asyncio.run(work)
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, work).result()
