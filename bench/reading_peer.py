"""Other readers of numbers, run by the Python that has them: texts come as one JSON line, each later line asks for a round.

Never a dependency of the product: python bench/reading_numbers.py --peers PYTHON names the interpreter.
"""

from __future__ import annotations

import contextlib
import io
import json
import sys
import time
import warnings
from collections.abc import Callable
from typing import Any


def main() -> None:
    texts = json.loads(sys.stdin.readline())
    warnings.simplefilter("ignore")
    readers: dict[str, Callable[[str], Any]] = {}
    found: dict[str, Any] = {}
    with contextlib.redirect_stdout(io.StringIO()):
        with contextlib.suppress(ImportError):
            readers["quantulum3"] = _quantulum()
        with contextlib.suppress(ImportError):
            readers["spaCy blank"] = _spacy()
        if "quantulum3" in readers:
            found = {name: [_plain(one) for one in readers["quantulum3"](text)] for name, text in texts.items()}
    print(json.dumps({"readers": list(readers), "found": found}), flush=True)
    for line in sys.stdin:
        read = readers[line.strip()]
        began = time.perf_counter()
        for text in texts.values():
            read(text)
        print(time.perf_counter() - began, flush=True)


def _quantulum() -> Callable[[str], Any]:
    from quantulum3 import parser

    parse: Callable[[str], Any] = parser.parse
    return parse


def _plain(one: Any) -> list[Any]:
    values = [one.value] if not one.uncertainty else [one.value, one.value - one.uncertainty, one.value + one.uncertainty]
    return [*one.span, values, one.unit.name]


def _spacy() -> Callable[[str], Any]:
    import spacy
    from spacy.matcher import Matcher

    language = spacy.blank("en")
    language.add_pipe("sentencizer")
    matcher = Matcher(language.vocab)
    matcher.add("number", [[{"LIKE_NUM": True, "OP": "+"}], [{"LIKE_NUM": True}, {"IS_ALPHA": True}]])
    return lambda text: matcher(language(text))


if __name__ == "__main__":
    main()
