"""The labelled texts, where they are at hand: almost every number of a label is read, and nothing that is no quantity."""

import json
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest

from pyrrhus.reading import quantities

GOLD = Path(__file__).with_name("gold_numbers.json")


@pytest.mark.shared
def test_the_numbers_of_the_labels_are_read(shared: Path) -> None:
    met = labels = 0
    for path in sorted((shared / "corpus" / "dev").glob("*.json")):
        found = quantities(path.with_suffix(".txt").read_bytes().decode())
        for label in json.loads(path.read_text(encoding="utf-8"))["claims"]:
            numbers = {abs(Decimal(str(label[key]))) for key in ("low", "value", "high") if label.get(key) is not None}
            if not numbers:
                continue
            labels += 1
            met += any(
                one.start_char < label["end_char"] and one.end_char > label["start_char"]
                and any(number is not None and abs(number) in numbers for number in (one.low, one.value, one.high))
                for one in found
            )  # fmt: skip
    assert labels > 400
    assert met / labels > 0.97


@pytest.mark.shared
def test_no_quantity_is_found_that_the_gold_does_not_have(shared: Path) -> None:
    extra = total = 0
    for name, gold in json.loads(GOLD.read_text(encoding="utf-8")).items():
        text = (shared / "corpus" / "dev" / f"{name}.txt").read_bytes().decode()
        spans = [(start, end) for start, end, *_ in gold["quantities"]] + [tuple(span) for span in gold["passed_over"]]
        for one in quantities(text):
            total += 1
            extra += not any(one.start_char < end and one.end_char > start for start, end in spans)
    assert extra / total < 0.03


def test_reading_numbers_loads_no_heavy_library() -> None:
    code = (
        "import sys, pyrrhus.reading as reading\n"
        "assert 'pyrrhus.reading.lexicon' not in sys.modules, 'word lists are loaded on first use'\n"
        "reading.quantities('48,240 men')\n"
        "from pyrrhus.reading import clean, language, published\n"
        "print(sorted({'numpy', 'polars', 'sqlalchemy', 'shapely', 'pydantic', 'click'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
