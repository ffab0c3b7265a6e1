"""The ground: what each counter printed, and what the maps themselves give."""

from __future__ import annotations

from pyrrhus.brief.document import Figure, Section, Sentence, Table
from pyrrhus.brief.evidence import Count, Evidence
from pyrrhus.brief.figures import bare, exact, figure, signed, square_miles
from pyrrhus.brief.wording import catalogue, listed, say, word
from pyrrhus.measures.ground import GroundChange
from pyrrhus.measures.readings import CONVENTIONS, Convention, Edges, Shows, edges
from pyrrhus.measures.witnesses import figure_count, witness_count, witness_groups
from pyrrhus.period import day_name
from pyrrhus.statement import Statement

__all__ = ["direction", "section", "signs", "table"]


def direction(counts: list[Count]) -> str:
    """``up``, ``down`` or ``same`` where every count that covers both periods says so; ``disputed``; empty for none."""
    found = {one.trend.direction for one in counts if one.trend is not None and not _stands_in(one)}
    if not found:
        return ""
    return found.pop() if len(found) == 1 else "disputed"


def signs(counts: list[Count]) -> str:
    """Whether the counts say that ground was taken (``gain``), lost (``loss``), or do not agree; empty for none."""
    found = {"gain" if (one.now.value or 0) > 0 else "loss" for one in counts}
    if not found:
        return ""
    return found.pop() if len(found) == 1 else "disputed"


def section(evidence: Evidence) -> Section:
    """The section."""
    prints = [one for one in evidence.counts if one.now.source != "pyrrhus"]
    ordered = _by_map(prints)
    first = [_print(evidence, one, ordered[:number]) for number, one in enumerate(ordered)]
    first += [
        _ukraine(evidence, one)
        for one in evidence.ground_prints(evidence.period, "ukraine")
        if one.value and one.value > 0 and one.basis != "lost"
    ]
    if len({one.witness for one in prints}) < len({one.now.source for one in prints}):
        first.append(say("ground.one_map"))
    second = _maps(evidence) + _layers(evidence)
    if len(evidence.counts) > 1:
        (second or first).append(_witnesses(evidence))
    if not first and not second:
        first = [say("ground.none", when=evidence.period.when, day=day_name(evidence.as_of))]
    if not second:
        second = [say("ground.no_maps")]
    return Section("ground", word("section.ground"), tuple(tuple(one) for one in (first, second) if one))


def table(evidence: Evidence) -> Table:
    """Every count of the period's ground, printed or measured, with its days and its scope."""
    rows: list[tuple[str | Figure, ...]] = []
    for count in evidence.counts:
        if count.now.source != "pyrrhus":
            rows.append(_row(evidence, count.now, count.before, count.scope))
    for one in evidence.ground_prints(evidence.period, "ukraine"):
        who = word("who.of_party", who=evidence.short(one.source), party=evidence.of.parties["ukraine"])
        rows.append(_row(evidence, one, None, "", who=who))
    for names in _distinct(evidence, evidence.layers.shows):
        found = evidence.layer_change(evidence.period, names[0])
        for made, key in zip(found or (), ("isw_given", "isw"), strict=False):
            rows.append(_row(evidence, made, None, "ukraine", who=_measured_name(key, names)))
    for names in _distinct(evidence, evidence.maps.shows):
        change = evidence.maps.change(evidence.period, names[0])
        steps = evidence.maps.steps(evidence.period, names[0])
        for made in (change.gained, change.lost, change.net) if change else ():
            rows.append(_row(evidence, made, None, "ukraine", who=_measured_name("deepstate", names)))
        for made in steps or ():
            rows.append(_row(evidence, made, None, "ukraine", who=_measured_name("deepstate_steps", names)))
    gap = evidence.maps.change_after_gap(evidence.period)
    if gap:
        rows.append(_row(evidence, gap.net, None, "ukraine", who=word("measured.deepstate_after_gap")))
    columns = ("who", "map", "scope", "basis", "days", "km2", "before", "published", "evidence")
    return Table(
        "ground", word("table.ground"), tuple(word(f"table.{name}") for name in columns), tuple(rows), word("table.ground_note")
    )


def _witnesses(evidence: Evidence) -> Sentence:
    """How many counts stand here, on how many independent witnesses they rest, and which of them do not say on whose map."""
    counts = [one.now for one in evidence.counts]
    groups = witness_groups(counts, evidence.of)
    witnesses = witness_count(counts, evidence.of)
    names = listed([evidence.short(name) for name in groups if name])
    free = listed(list(dict.fromkeys(evidence.short(one.source) for one in groups.get("", []))))
    unknown = say("ground.whose_map", who=free) if free.pieces else ""
    key = {0: "no_witness", 1: "witness"}.get(int(witnesses.value or 0), "witnesses")
    pieces: dict[str, str | Figure | Sentence] = {"n": exact(figure_count(counts)), "unknown": unknown}
    return say(f"ground.{key}", **pieces, witnesses=exact(witnesses), list=names)


def _distinct(evidence: Evidence, shows: Shows) -> list[list[Convention]]:
    """The conventions, those that take the same days together."""
    by_days: dict[Edges, list[Convention]] = {}
    for name in CONVENTIONS:
        by_days.setdefault(edges(evidence.period, name, shows), []).append(name)
    return list(by_days.values())


def _measured_name(key: str, conventions: list[Convention]) -> str:
    told = " = ".join(word(f"convention.{name}") for name in conventions)
    return word("measured.by", what=word(f"measured.{key}"), convention=told)


def _by_map(prints: list[Count]) -> list[Count]:
    """The widest print of a map's own maker first, then map by map, makers before those who count on them."""
    makers = sorted(prints, key=lambda one: (one.witness != one.now.source, one.scope != "theatre", one.now.source))
    order = list(dict.fromkeys(one.witness for one in makers))
    return sorted(makers, key=lambda one: order.index(one.witness))


def _row(evidence: Evidence, one: Statement, before: Statement | None, scope_: str, who: str = "") -> tuple[str | Figure, ...]:
    unknown, none = word("table.unknown_day"), word("table.not_published")
    used = f"{one.days[0]} to {one.days[-1]}" if len(one.days) > 1 else f"{one.start} to {one.end}"
    whose = one.derived_from or one.source
    return (
        who or evidence.short(one.source),
        evidence.short(whose),
        word(f"scope.{scope_}") if scope_ else one.place or word("scope.unknown"),
        word(f"basis.{one.basis or 'unstated'}"),
        used,
        signed(one, in_table=True),
        signed(before, in_table=True) if before else ("" if one.source == "pyrrhus" else none),
        str(one.published or (f"by {one.published_to}" if one.published_to else ("" if one.source == "pyrrhus" else unknown))),
        word(f"grade.{one.evidence}"),
    )


def _print(evidence: Evidence, one: Count, told: list[Count]) -> Sentence:
    now, lead = one.now, not told
    who = evidence.short(now.source)
    again = [other.now for other in told if other.now.source == now.source and other.scope != one.scope]
    if again and one.scope == "ukraine" and one.before is None:
        return say("ground.alone_later", who=who, n=figure(now))
    if again and one.scope == "unknown":
        return say("ground.also", who=who, n=figure(now))
    inside = _scope_told(evidence, one)
    compared: str | Sentence = ""
    if one.before is not None:
        if lead and one.trend is not None:
            key = {"up": "ground.more", "down": "ground.less", "same": "ground.same"}[one.trend.direction]
            pieces: dict[str, str | Figure] = {"n": figure(one.before), "when": evidence.period.previous().when}
            compared = say(key, **pieces) if key == "ground.same" else say(key, percent=bare(one.trend), **pieces)
        else:
            compared = say("ground.after", n=figure(one.before), when=evidence.period.previous().when)
    if now.value is not None and now.value < 0:
        return say("ground.put_loss", who=who, n=bare(now), scope=inside, compared="")
    if evidence.of.publisher(now.source).stance == "party":
        return say("ground.claims", who=who, n=figure(now), scope=inside, compared=compared)
    if now.derived_from and now.derived_from in ("isw", "deepstate") and not lead:
        owner = word("ground.whose", who=evidence.short(now.derived_from))
        return say("ground.counting_on", who=who, map=owner, n=figure(now), scope=inside, compared=compared)
    miles = say("ground.miles", n=square_miles(now)) if lead else ""
    return say("ground.put", who=who, n=figure(now), miles=miles, scope=inside, compared=compared)


def _ukraine(evidence: Evidence, one: Statement) -> Sentence:
    party = evidence.of.publisher(one.source).stance == "party"
    key = "ukraine_claims" if party else "ukraine_net" if one.basis == "net" else "ukraine_gained"
    return say(f"ground.{key}", who=evidence.short(one.source), n=figure(one))


def _scope_told(evidence: Evidence, one: Count) -> str:
    first, last = evidence.of.scope_apart
    matters = evidence.period.start <= last and evidence.period.end >= first
    key = f"ground.scope_{one.scope}"
    return word(key) if matters and one.now.place and key in catalogue() else ""


def _maps(evidence: Evidence) -> list[Sentence]:
    change = evidence.maps.change(evidence.period)
    if change is None:
        return []
    made = [_measured(change)]
    made += _stand_ins(evidence, change)
    other = evidence.maps.change(evidence.period, "last_to_last")
    if other is not None and other.net.value != change.net.value and "so_far" not in change.net.flags:
        pieces = {"gained": _tenths(other.gained), "lost": _tenths(other.lost), "net": _tenths(other.net)}
        made.append(say("ground.other_convention", **pieces))
    steps = evidence.maps.steps(evidence.period)
    if steps is not None and (steps[0].value, steps[1].value) != (change.gained.value, change.lost.value):
        made.append(say("ground.steps", gained=_tenths(steps[0]), lost=_tenths(steps[1])))
    return made


def _stand_ins(evidence: Evidence, change: GroundChange) -> list[Sentence]:
    """Each edge for which another day's map was taken, and what the nearest map after the missing one gives."""
    gap = evidence.maps.change_after_gap(evidence.period)
    wanted = edges(evidence.period, "calendar", evidence.maps.shows)
    made = []
    for number, missing in enumerate((wanted.first, wanted.last)):
        used = change.net.days[number]
        if used == missing or missing > evidence.maps.newest:
            continue
        days = {"used": day_name(used), "missing": day_name(missing)}
        if gap is None:
            made.append(say("ground.stand_in_plain", **days))
        else:
            made.append(say("ground.stand_in", after=day_name(gap.net.days[number]), net=_tenths(gap.net), **days))
    return made


def _tenths(one: Statement) -> Figure:
    return signed(one, in_table=True)


def _measured(change: GroundChange) -> Sentence:
    net = change.net.value or 0
    days = {"first": day_name(change.net.days[0]), "last": day_name(change.net.days[1])}
    pieces = {"gained": _tenths(change.gained), "lost": _tenths(change.lost)}
    if net < 0:
        return say("ground.measured_loss", net=bare(change.net, in_table=True), **days, **pieces)
    return say("ground.measured", net=_tenths(change.net), **days, **pieces)


def _layers(evidence: Evidence) -> list[Sentence]:
    found = evidence.layer_change(evidence.period)
    if found is None:
        return []
    if (found[0].value or 0) < 0:
        return [say("ground.layers_loss", given=bare(found[0], in_table=True), corrected=bare(found[1], in_table=True))]
    return [say("ground.layers", given=_tenths(found[0]), corrected=_tenths(found[1]))]


def _stands_in(one: Count) -> bool:
    flags = one.now.flags | (one.before.flags if one.before else frozenset())
    return "stand_in" in flags or "so_far" in flags
