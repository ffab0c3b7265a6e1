"""Documents with a fault: of any bytes, and of the structure of JSON and csv. The same random numbers give the same document."""

from __future__ import annotations

import codecs
import csv
import io
import json
import re
from collections.abc import Callable
from random import Random
from typing import Any

__all__ = ["mutated"]

TOKENS = [
    b"", b"null", b"true", b"NaN", b"Infinity", b"-Infinity", b"1e999", b"-1", b"0", b"00", b"1e5", b"1.5", b"9" * 30,
    b"9" * 400, b"0x10", b"1_000", b"1,000", b"1 000", b"\xc2\xa0", b"\xd9\xa1\xd9\xa2", b'"', b'""', b"'", b"\\", b"\\ud800",
    b"\x00", b"\xff", b"\xef\xbb\xbf", b"\xe2\x80\xa8", b"\xc2\x85", b"\x0c", b"\x1c", b"\n", b"\r", b"\r\n", b",", b";",
    b"\t", b":", b"[", b"]", b"{", b"}", b"[" * 1500, b"]" * 3, b'{"a":' * 1500, b"2025-02-30", b"0001-01-01", b"9999-12-31",
    b"20250131", b"/*", b"=1+1",
]  # fmt: skip
VALUES: list[Any] = [
    None, True, False, 0, -1, 1, 1.5, -0.0, 1e300, 10**18, 10**30, float("nan"), float("inf"), float("-inf"), "", " ", "0",
    "837610", "1,000", "1e5", "NaN", "null", "\0", "\ufeff5", "٥", "2025-01-31", "2025-02-30", "20250131", "0001-01-01",
    "9999-12-31", [], {}, [1], {"a": 1}, [[]], "x" * 5000,
]  # fmt: skip
CELLS = [
    "", " ", "0", "-0", "-1", "1", "1.5", "nan", "inf", "-inf", "NaN", "1e999", "1.1602e11", "116020000000.5",
    "116,020,000,000", "116 020 000 000", "١١٦", "0x1b", "1_000", "2025-01-31", "2025-02-30", "20250131", "1.1.2025", "=1+1",
    '"', '""', "a\nb", "a\rb", "a,b", "\ufeff", "\0", "9" * 400, "x" * 5000,
]  # fmt: skip


def mutated(data: bytes, made: Random) -> bytes:
    """The document with one to three faults."""
    for _ in range(made.choice([1, 1, 1, 2, 3])):
        data = made.choice(_FAULTS)(data, made)
    return data


def _span(data: bytes, made: Random, longest: int = 60) -> tuple[int, int]:
    start = made.randrange(len(data) + 1)
    return start, min(len(data), start + made.randrange(longest + 1))


def _flip(data: bytes, made: Random) -> bytes:
    if not data:
        return data
    changed = bytearray(data)
    for _ in range(made.choice([1, 1, 2, 8])):
        changed[made.randrange(len(data))] ^= 1 << made.randrange(8)
    return bytes(changed)


def _other_byte(data: bytes, made: Random) -> bytes:
    at = made.randrange(len(data) + 1)
    return data[:at] + bytes([made.randrange(256)]) + data[at + made.randrange(2) :]


def _cut(data: bytes, made: Random) -> bytes:
    start, end = _span(data, made)
    return made.choice([data[:start], data[start:], data[:start] + data[end:], data[:-1], data[1:]])


def _doubled(data: bytes, made: Random) -> bytes:
    start, end = _span(data, made, 300)
    return made.choice([data[:end] + data[start:end] + data[end:], data * 2, data + b"\n" + data[start:end]])


def _token(data: bytes, made: Random) -> bytes:
    start, end = _span(data, made, 12)
    return data[:start] + made.choice(TOKENS) + data[end:]


def _token_for_number(data: bytes, made: Random) -> bytes:
    found = list(re.finditer(rb"-?\d+(\.\d+)?", data))
    if not found:
        return data
    one = made.choice(found)
    put = made.choice([*TOKENS, one[0] + b"0", one[0][:-1], b"-" + one[0], one[0] + b".0", b'"' + one[0] + b'"', one[0][::-1]])
    return data[: one.start()] + put + data[one.end() :]


def _digit(data: bytes, made: Random) -> bytes:
    found = list(re.finditer(rb"\d", data))
    if not found:
        return data
    at = made.choice(found).start()
    return data[:at] + str(made.randrange(10)).encode() + data[at + 1 :]


def _lines(data: bytes, made: Random) -> bytes:
    lines = data.splitlines(keepends=True)
    if not lines:
        return data
    one, other = made.randrange(len(lines)), made.randrange(len(lines))
    match made.randrange(4):
        case 0:
            del lines[one]
        case 1:
            lines.insert(other, made.choice([lines[one], _digit(lines[one], made)]))
        case 2:
            lines[one], lines[other] = lines[other], lines[one]
        case _:
            made.shuffle(lines)
    return b"".join(lines)


def _encoded(data: bytes, made: Random) -> bytes:
    text = data.decode("utf-8", "replace")
    match made.randrange(6):
        case 0:
            return codecs.BOM_UTF8 + data
        case 1:
            return text.encode(made.choice(["utf-16", "utf-16-le", "utf-32", "utf-7"]), "replace")
        case 2:
            return text.encode(made.choice(["latin-1", "cp1251", "cp037"]), "replace")
        case 3:
            return data.replace(b"\n", made.choice([b"\r\n", b"\r", b"\n\n", b"\0\n"]))
        case 4:
            return data.replace(b'"', made.choice([b"'", b"\xe2\x80\x9c", b'""']))
        case _:
            return data.replace(b",", made.choice([b";", b"\t", b", "]))


def _json(data: bytes, made: Random) -> bytes:
    try:
        document = json.loads(data)
    except (ValueError, RecursionError):
        return _token(data, made)
    changed = json.dumps(_node(document, made), ensure_ascii=made.random() < 0.5, indent=made.choice([None, 4]))
    return changed.encode("utf-8", "surrogatepass")


def _node(node: Any, made: Random) -> Any:
    """The document with one part of it another."""
    if not isinstance(node, dict | list) or not node or made.random() < 0.12:
        return _value(node, made)
    if isinstance(node, list):
        at, other = made.randrange(len(node)), made.randrange(len(node))
        match made.randrange(8):
            case 0:
                return node[:at] + node[at + 1 :]
            case 1:
                return [*node[:other], node[at], *node[other:]]
            case 2:
                swapped = list(node)
                swapped[at], swapped[other] = swapped[other], swapped[at]
                return swapped
            case _:
                return [*node[:at], _node(node[at], made), *node[at + 1 :]]
    key, other_key = made.choice(list(node)), made.choice(list(node))
    match made.randrange(8):
        case 0:
            return {name: value for name, value in node.items() if name != key}
        case 1:
            return node | {key: node[other_key], other_key: node[key]}
        case 2:
            return {(made.choice([other_key, key + "s", key.upper(), ""]) if name == key else name): node[name] for name in node}
        case 3:
            return node | {made.choice(["", "x", key + " ", "date", "type"]): made.choice(VALUES)}
        case _:
            return node | {key: _node(node[key], made)}


def _value(value: Any, made: Random) -> Any:
    near: list[Any] = [[value], {"value": value}, str(value)]
    if isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 10**15:
        near += [value + 1, -value, value * 10, value * 1000, value + 0.5, float(value), str(value), value // 10]
    return made.choice([*VALUES, *near, *near])


def _table(data: bytes, made: Random) -> bytes:
    text = data.decode("utf-8", "replace")
    if text.lstrip()[:1] in ("[", "{"):
        return _json(data, made)
    try:
        rows = [row for row in csv.reader(io.StringIO(text, newline="")) if row]
    except csv.Error:
        return _token(data, made)
    if len(rows) < 2:
        return _token(data, made)
    one, other = made.randrange(len(rows)), made.randrange(len(rows))
    row = rows[one]
    at, at_other = made.randrange(len(row)), made.randrange(len(row))
    match made.randrange(9):
        case 0:
            row[at], row[at_other] = row[at_other], row[at]
        case 1:
            row[at] = made.choice(CELLS)
        case 2 if at < len(rows[other]):
            row[at], rows[other][at] = rows[other][at], row[at]
        case 3:
            del row[at]
        case 4:
            row.insert(at, made.choice(CELLS))
        case 5:
            for each in rows:
                if max(at, at_other) < len(each):
                    each[at], each[at_other] = each[at_other], each[at]
        case 6:
            for each in rows:
                del each[at : at + 1]
        case 7:
            row[at] = made.choice(
                [row[at] + "0", row[at][:-1], "-" + row[at], f" {row[at]} ", row[at] + ".0", row[at].replace("-", "/")]
            )
        case _:
            rows.insert(other, [*row[:at], made.choice(CELLS), *row[at + 1 :]])
    out = io.StringIO()
    csv.writer(
        out, lineterminator=made.choice(["\n", "\r\n"]), quoting=made.choice([csv.QUOTE_MINIMAL, csv.QUOTE_ALL])
    ).writerows(rows)
    return out.getvalue().encode("utf-8", "surrogatepass")


_FAULTS: list[Callable[[bytes, Random], bytes]] = [
    _flip, _other_byte, _cut, _doubled, _token, _token_for_number, _digit, _lines, _encoded, _table, _table, _table,
]  # fmt: skip
