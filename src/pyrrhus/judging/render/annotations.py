"""A check as Web Annotations (W3C Recommendation of 23 February 2017), JSON-LD: one a claim, on its place in the text."""

from __future__ import annotations

import hashlib
from typing import Any, Final
from urllib.parse import quote

from pyrrhus.judging.api import Check
from pyrrhus.judging.verdicts import Judgement
from pyrrhus.judging.visible import json_safe
from pyrrhus.judging.wording import word
from pyrrhus.ledger.export import dumps

__all__ = ["to_annotations"]

CONTEXT: Final = "http://www.w3.org/ns/anno.jsonld"
AROUND: Final = 32
"""Characters before and after the words, by which they are found again where the text has moved."""


def to_annotations(check: Check) -> str:
    """A page of annotations; the same check gives the same bytes."""
    source = check.page or f"file:{quote(check.name)}"
    items = [_annotation(check, one, source) for one in check.in_file()]
    page = {
        "@context": CONTEXT, "id": f"urn:sha256:{_digest(source, *(one['id'] for one in items))}", "type": "AnnotationPage",
        "startIndex": 0, "items": items,
    }  # fmt: skip
    return json_safe(dumps(page))


def _annotation(check: Check, one: Judgement, source: str) -> dict[str, Any]:
    text, span = check.cleaned.source, one.claim.span
    sentences = [one.reason.sentence, *(extra.sentence for extra in one.qualifiers)]
    bodies: list[dict[str, Any]] = [
        {"type": "TextualBody", "purpose": "assessing", "value": " ".join(sentences), "format": "text/plain", "language": "en"},
        *(
            {"type": "TextualBody", "purpose": "tagging", "value": tag}
            for tag in (one.verdict, f"quote: {one.quote}", f"substance: {one.substance}", one.reason.code, *sorted(one.flags))
        ),
    ]
    pages = dict.fromkeys(
        piece.statement.page for piece in one.evidence if piece.statement.page.startswith(("http://", "https://"))
    )
    bodies += [{"type": "SpecificResource", "purpose": "linking", "source": page} for page in pages]
    if one.should_read is not None:
        bodies.append(
            {
                "type": "TextualBody",
                "purpose": "editing",
                "value": word("page.should_read") + ": " + _reads(one),
                "format": "text/plain",
                "language": "en",
            }
        )
    return {
        "id": f"urn:sha256:{_digest(source, str(span.start_char), str(span.end_char), one.verdict, one.reason.sentence)}",
        "type": "Annotation",
        "motivation": "assessing",
        "body": bodies,
        "target": {
            "source": source,
            "selector": [
                {
                    "type": "TextQuoteSelector", "exact": text[span.start_char : span.end_char],
                    "prefix": text[max(0, span.start_char - AROUND) : span.start_char],
                    "suffix": text[span.end_char : span.end_char + AROUND],
                },
                {"type": "TextPositionSelector", "start": span.start_char, "end": span.end_char},
            ],
        },
    }  # fmt: skip


def _reads(one: Judgement) -> str:
    from pyrrhus.judging.wording import source_line

    assert one.should_read is not None
    return source_line(one.should_read)


def _digest(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()
