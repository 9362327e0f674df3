"""Asking a server as many users at once: each asks again when the last answer came (closed loop)."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass

__all__ = ["Answers", "ask_together"]


@dataclass(frozen=True, slots=True)
class Answers:
    """Seconds to the first byte of each answer, by address; `failed` counts answers other than 200."""

    first_byte_s: dict[str, list[float]]
    failed: int
    per_second: float


def ask_together(
    port: int, paths: Sequence[str], headers: str, *, users: int = 20, each: int = 10, pause_s: float = 0.0
) -> Answers:
    """Return how long answers took: every user asks for every address `each` times, in an order of its own.

    Parameters
    ----------
    paths
        Addresses; ``{n}`` in one is another number in each request, so that no answer is one kept before.
    pause_s
        What a user rests between an answer and the next request.
    """
    return asyncio.run(_all(port, paths, headers, users, each, pause_s))


async def _all(
    port: int, paths: Sequence[str], headers: str, users: int, each: int, pause_s: float
) -> Answers:
    taken: dict[str, list[float]] = {path: [] for path in paths}
    failed = [0]
    start = time.perf_counter()
    tasks = [_user(number, port, paths, headers, each, pause_s, taken, failed) for number in range(users)]
    await asyncio.gather(*tasks)
    count = sum(map(len, taken.values()))
    return Answers(taken, failed[0], count / (time.perf_counter() - start))


async def _user(
    number: int,
    port: int,
    paths: Sequence[str],
    headers: str,
    each: int,
    pause_s: float,
    taken: dict[str, list[float]],
    failed: list[int],
) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for turn in range(each * len(paths)):
        path = paths[(turn + number) % len(paths)]
        asked = path.replace("{n}", str(1_000 * number + turn))
        start = time.perf_counter()
        writer.write(f"GET {asked} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n{headers}\r\n".encode())
        head = await reader.readuntil(b"\r\n\r\n")
        taken[path].append(time.perf_counter() - start)
        failed[0] += b" 200 " not in head.split(b"\r\n", 1)[0]
        await _rest(reader, head)
        if pause_s:
            await asyncio.sleep(pause_s)
    writer.close()


async def _rest(reader: asyncio.StreamReader, head: bytes) -> None:
    """Read an answer to its end, so that the connection can be used again."""
    lines = {line.split(b":", 1)[0].lower(): line for line in head.split(b"\r\n") if b":" in line}
    if b"content-length" in lines:
        await reader.readexactly(int(lines[b"content-length"].split(b":", 1)[1]))
        return
    while (size := int(await reader.readline(), 16)) > 0:
        await reader.readexactly(size + 2)
    await reader.readline()
