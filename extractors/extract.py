"""One document through the whole of extraction: `Extractor().extract(document)`.

    normalise → times, quantities, names → blocks → sentences → masks → frames → events

Each step is a plain function; in a spaCy pipeline (`pipeline.py`) mentions are carried on a `Doc`, so that a user's own components and
trained pipelines meet them there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from ..ontology.events import event_kinds
from ..ontology.model import Document, EntityType, Extraction, Language, Mention, Span
from .amends import amended, put_back
from .anaphora import is_rival
from .assemble import merge, to_events
from .attribution import Sources, shown_by, speaker_behind
from .boards import with_boards
from .business_years import count_date
from .captions import in_order
from .carry import Carry
from .census import entities_of
from .citing import cite, credit, with_recommender
from .clauses import by_weight, clauses
from .completion import complete
from .confidence import rated
from .corrections import is_correction, righted, withdrawn
from .datelines import (
    announces,
    begin,
    date_entry,
    date_headline,
    date_release,
    day_of_entry,
    day_of_release,
    day_of_story,
    follow,
    heads_next,
    is_day,
    place_item,
    place_of_item,
    session_before,
)
from .discourse import is_offer, is_question, lies_ahead, note_employers, refused, speaker_of, speaks_for, untold
from .events import find_frames
from .focus import Focus
from .frames import Filler, Frame, possible_triggers
from .head import Head, read_head
from .headings import heads_item, is_focused, remember_heading, with_headlines
from .interview import Interview, asks, interview_of
from .layout import Block, behind_sort, blocks, has_code, says_nothing, sentences, signs
from .masking import ENTITIES, Masked, mask
from .measures import metric_in, words
from .mentions import Reader, find_mentions
from .metrics import find_metrics, pollster
from .names import Names
from .normalise import Normal, normalise
from .pairs import with_pairs
from .periods import note_heading, report_headed
from .protagonist import cast_of, studied
from .recommendations import find_recommendations
from .records import find_records, lines_stated
from .salience import salience_of
from .scores import Standing, find_scores
from .sorts import sorts_of, units_of, with_publisher
from .subjects import begins_with_anaphor
from .table_events import find_table_events
from .tables import find_table_results, find_tables
from .told_rows import told_rows
from .topic import Topic
from .turns import addressed, answered, turns_of


class Extractor:
    """Turns documents into entities and events. Holds no state between documents.

    `spacy_model` names an installed trained spaCy pipeline whose entities are taken in as well.
    """

    def __init__(self, spacy_model: str | None = None) -> None:
        self._read: Reader | None = None
        if spacy_model is not None:
            from .pipeline import reader  # spaCy takes longer to load than a text to read

            self._read = reader(spacy_model)

    def extract(self, document: Document) -> Extraction:
        """Everything that the document states, with the spans it was read from."""
        normal = normalise(document.text, document.language)
        head = read_head(normal, document)
        document = replace(document, published=head.published, title=head.title)
        named = head.publisher_span.of(normal.text) if head.publisher_span else ""
        told = document.publisher or named  # whoever hands the document in knows its publisher better than its layout
        hints: list[tuple[str, EntityType]] = [(named, "Organization")] if named and named == told else []
        mentions, names = find_mentions(
            normal.text,
            document.language,
            document.published,
            self._read,
            hints=hints,
            traditional=normal.traditional,
        )
        layout = blocks(normal.text, document.language)
        mentions = _spoken(mentions, names, layout, normal.text, document.language)
        mentions, turns = turns_of(normal, document.language, layout, mentions)
        right, moved = amended(normal.text, mentions, document.language)
        spoken = with_boards(normal.text, with_pairs(normal.text, right, document.language), document.language)
        frames = list(put_back(with_headlines(_frames(normal, document, layout, spoken, head, turns)), moved))
        for frame in (f for f in frames if event_kinds()[f.kind].engine.get("at_once")):
            _ahead(frame, document)  # a later sentence may have told the day
        publisher = head.publisher_id(mentions, normal)
        events = to_events(
            merge(with_recommender(complete(frames, spoken, names.entities, normal.text), publisher)),
            normal,
            document.id,
            document.text,
        )
        document = replace(document, publisher=document.publisher or publisher or head.publisher)
        entities = tuple(entities_of(names, mentions, normal, document.text))
        warnings = () if document.published else ("no date found: relative dates are unresolved; give --published",)
        return rated(Extraction(document, entities, tuple(events), warnings))


def _masked_sentences(
    normal: Normal, document: Document, block: Block, mentions: Sequence[Mention]
) -> Iterator[Masked]:
    i = 0
    for span in sentences(normal.text, block.span, document.language):
        while i < len(mentions) and mentions[i].span.start < span.start:
            i += 1
        j = i
        while j < len(mentions) and mentions[j].span.end <= span.end:
            j += 1
        told = Span(behind_sort(normal.text, span, mentions[i:j], document.language), span.end)
        yield replace(in_order(mask(normal.text, told, mentions[i:j], document.language)), span=span)
        i = j


def _frames(
    normal: Normal,
    document: Document,
    layout: Sequence[Block],
    mentions: Sequence[Mention],
    head: Head,
    turns: Interview,
) -> Iterator[Frame]:
    led, led_by, introduced = Topic(), "", False  # what was spoken of before a list: its items may leave that unsaid
    focused = (english := document.language == "en") and is_focused(mentions)
    brief = document.language == "zh" or sum(b.kind in ("body", "item") for b in layout) < 4
    sorts = sorts_of(mentions, normal.text, document.language)
    observers, exchanges = (frozenset(v for v, s in sorts.items() if s == sort) for sort in ("observer", "exchange"))
    cast = cast_of(normal, document.language, layout, mentions, head, sorts)
    cast = replace(cast, company=turns.house, about=turns.house, we=turns.house) if turns.house else cast
    told_of = {m.value for m in (cast.company, cast.about, cast.we) if m is not None}
    publisher = head.publisher_id(mentions, normal)
    sorts = with_publisher(sorts, publisher, told_of, mentions, normal.text, document.language)
    observers |= {v for v, sort in sorts.items() if sort == "observer"}
    titled = [m.value for m in mentions if head.title_span and head.title_span.covers(m.span)]
    tests = [m for m in mentions if m.kind == "Benchmark" and m.value in titled]
    protagonist = cast.about.value if cast.about and english else None
    salience = salience_of(mentions, titled, observers, cast.company and cast.company.value, protagonist)
    salience.venues = exchanges
    topic = Topic(cast=cast, sorts=sorts, weight=salience.weight)
    focus = Focus.of(normal.text, cast, sorts, mentions)
    units = units_of(mentions, normal.text, words(document.language).unit_after)
    carry = Carry(
        session=session_before(normal.text, document.language, document.published),
        observers=observers,
        exchanges=exchanges,
        units=units,
        salience=salience,
        published=document.published,
        board=tests[0] if len({m.value for m in tests}) == 1 else None,
    )
    story = day_of_story(layout, mentions, document.published)
    own = cast.company or cast.we or cast.about
    its_own = own is not None and (cast.own is None or cast.own.value == own.value or cast.we is not None)
    carry.release = day_of_release(layout, normal.text, document.language, document.published, its_own)
    interview = turns if turns.answers else interview_of(normal, document.language, layout, mentions, head)
    records = list(find_records(normal, layout, mentions))
    tables = [*find_tables(normal, layout, mentions), *records]
    results = list(find_table_results(normal, tables))
    yield from results
    itself = cast.about if cast.about and not sorts.get(cast.about.value) else None
    whose = cast.company or studied(cast) or cast.we or itself
    stated = list(find_table_events(normal, tables, document.language, whose, document.published))
    rows = told_rows(normal, layout, tables, [*results, *stated], mentions, document.language)
    skipped = lines_stated(normal, records, stated)
    for frame in stated:
        speaks = cast.we and cast.own and cast.we.value != cast.own.value  # a company, through a newswire
        if cast.own and frame.modality == "forecast" and "source" not in frame.roles and not speaks:
            if cast.own.value not in frame.keys("subject"):  # whose table it is has made the estimates
                frame.add("source", Filler(cast.own, span=cast.own.span))
        yield frame
    yield from find_recommendations(normal, layout, mentions, document.language, cast.company or studied(cast))
    at = 0
    above: dict[object, float] | None = None  # who was spoken of before a list
    held: list[Frame] = []  # what the headline of the block tells, and the day of its entry
    held_day: Mention | None = None
    for number, block in enumerate(layout):
        while at < len(mentions) and mentions[at].span.start < block.span.start:
            at += 1
        end = at
        while end < len(mentions) and mentions[end].span.end <= block.span.end:
            end += 1
        inside, at = mentions[at:end], end
        if block.span.start in skipped:
            continue
        below = layout[number + 1] if number + 1 < len(layout) else None
        row = None if head.title_span and block.span.overlaps(head.title_span) else rows.get(block.span.start)
        block = replace(block, kind="item") if row and block.kind != "silent" else block
        if block.kind in ("heading", "body"):
            led, led_by, introduced = topic, block.kind, focused or block.span.of(normal.text).rstrip()[-1:] in ":："
        if below and below.kind == "row" and results and block.kind in ("heading", "body"):
            shown = shown_by(_masked_sentences(normal, document, block, inside), topic)
            behind = next((b.span.start for b in layout[number + 1 :] if b.kind != "row"), len(normal.text))
            credit(results, shown, below.span.start, behind)
        heads = head.title_span is not None and block.kind != "item" and block.span.overlaps(head.title_span)
        if block.kind == "heading" or heads and document.language == "zh":
            introduced = remember_heading(normal, block, inside, topic, document.language) or focused
            named = {m.value: m for m in inside if m.kind in ("Organization", "Product", "Model")}
            sorts_named = Counter(m.kind == "Organization" for m in named.values())
            clear = bool(named) and max(sorts_named.values()) == 1  # one organization, one thing of its
            section = (
                block.span.start >= head.title_span.end if head.title_span else has_code(block.span.of(normal.text))
            )
            whom = focus.enter(layout, number, mentions, end) if section and english else None
            own_names = [whom.value] if whom and not named else [*named]
            salience.head(own_names, clear or own_names != [*named], section and not named.keys() & observers)
            if salience.headed is not None and document.language == "zh":
                salience.known |= {m.value: m for m in named.values() if m.value not in salience.known}
            carry.dated = next((m for m in inside if m.kind == "Time" and is_day(m)), None)
            if carry.report is None:
                carry.report = report_headed(mask(normal.text, block.span, inside, document.language), carry)
        if english and block.kind == "heading":
            carry.headed = metric_in(block.span.of(normal.text), "en")
        if block.kind in ("silent", "meta", "row") or block.span.start in interview.nobody:
            continue
        carry.asked = block.span.start in interview.asked
        carry.answers = interview.speaker(block.span.start)
        carry.spoken_to = interview.who if carry.asked and interview.labelled else None
        if (block.kind == "heading" or heads) and not carry.asked:
            headed = mask(normal.text, block.span, inside, document.language)
            note_heading(headed, protagonist, carry, heads)
            note_employers(headed, carry.employers)
            if brief:
                alone = Topic(cast=cast, sorts=sorts), Carry(observers=observers, units=units)
                headline = _masked_sentences(normal, document, block, inside)
                held = list(_block_frames(normal, document, block, number, headline, *alone))
                for frame in held:
                    frame.headline = True
                if not (below and heads_next(block, below, normal.text, head.title_span)):
                    yield from held
                    held = []
            continue
        if block.kind == "item":
            bare = not any(m.kind in ("Organization", "Product", "Model") for m in inside)
            goes_on = introduced or bare and led_by == "heading"
            topic = replace(topic, recent=list(led.recent) if goes_on else [], silent=False)
            above = dict(salience.scores) if above is None else above
            salience.enter(above if introduced else {})
        else:
            carry.headed = above = None
            salience.enter()
        topic = focus.read(block, inside, topic, salience) if english else topic
        entry = day_of_entry(block.span.of(normal.text)[:24], document.published, carry.dated) or held_day
        carry.day, carry.span, carry.years, carry.today = None, None, (), entry or story
        carry.guided = None
        if document.language == "zh" and not (cast.about or cast.company or introduced):
            carry.report = None  # what another entry of a digest was of
        carry.coming.clear()
        told = [row] if row else _masked_sentences(normal, document, block, inside)
        frames = list(_block_frames(normal, document, block, number, told, topic, carry, held))
        carry.questioned = frames if carry.spoken_to else ()
        date_headline(held, frames, inside, block.span.start)
        if entry:
            date_entry(held, entry, frames)
        place_item(frames, place_of_item(block.span.of(normal.text), block.span.start, inside))
        yield from held
        held, held_day = [], None
        if document.language == "en" and (named_above := heads_item(normal, layout, number, inside, head)):
            remember_heading(normal, block, inside, topic, document.language)
            salience.head([named_above], True, named_above not in observers)
        if below and heads_next(block, below, normal.text, head.title_span):
            held, held_day = frames, entry
            continue
        if entry:
            date_entry(frames, entry, frames)
        yield from frames


def _stands_alone(masked: Masked) -> bool:
    """Whether a sentence that names nothing may still tell of an event: "Reiterate Buy"."""
    return any(event_kinds()[kind].engine.get("alone") for kind in possible_triggers(masked))


def _block_frames(
    normal: Normal,
    document: Document,
    block: Block,
    number: int,
    said: Iterable[Masked],
    topic: Topic,
    carry: Carry,
    headline: Sequence[Frame] = (),
) -> Iterator[Frame]:
    """What the sentences of a block tell; it may say more of what its `headline` does."""
    carry.lead = carry.lead if block.kind == "item" else None
    sources = Sources(leading=carry.answers or carry.lead)
    told = {frame.kind: frame for frame in reversed([*headline, *(carry.questioned if carry.answers else ())])}
    standing = Standing(carry.board)
    day: Mention | None = None
    cast = topic.cast
    house = cast.company or cast.we or cast.about if document.language == "en" else None
    if house is not None and topic.sorts.get(house.value):
        house = None  # a body, an outlet, an investor has made nothing that it only tells of
    topic.silent = document.language == "en" and block.kind == "body"
    carry.told = told
    if block.kind != "item":
        carry.announced = announces(block.span.of(normal.text), document.language)
    correcting = is_correction(block.span.of(normal.text), block.heading, document.language)
    wrong: list[Frame] = []
    last: list[Frame] = []
    for first, masked in enumerate(said):
        if refused(masked):
            _refuse(last, normal, document)
        if last and (spoke := speaker_behind(masked)):
            for frame in last:
                if "source" not in frame.roles:
                    frame.add("source", Filler(spoke, span=spoke.span))
        last = []
        if (
            first
            and not (masked.at or _stands_alone(masked))
            or says_nothing(masked.span.of(normal.text), masked.language)
        ):
            continue
        speaker = speaker_of(masked) if first == 0 else None
        if first == 0 and is_question(masked):
            return
        masked = addressed(masked) if carry.spoken_to else masked
        speaker = carry.spoken_to or speaker or carry.answers
        if speaker:
            sources.standing = None if carry.spoken_to else speaker
            employer = carry.employers.get(speaker.value) or (house if speaker.kind == "Person" else None)
            topic.cast = replace(cast, company=employer, we=employer) if employer else cast
            if employer and first == 0 and (carry.answers or carry.spoken_to):
                carry.salience.speak(employer.value)
        answered(() if first else carry.questioned, masked, carry.answers)
        note_employers(masked, carry.employers)
        parts = clauses(masked)
        sources.read(masked, parts, topic)
        if not speaker:
            voice = speaks_for(masked, sources.at(len(masked.text)), carry.employers)
            topic.cast = replace(cast, we=voice) if voice else cast
        told_to, told_from = untold(masked)
        if (told_to or told_from < len(masked.text)) and (masked.at or first):
            used: set[int] = set()
            cited = sources.cited
            frames = find_frames(masked, parts, topic, number, used, told, cited, block.heading)
            frames += find_scores(masked, parts, topic, standing, number, used)
            speaks = sources.at(len(masked.text))
            telling = cited | {speaks.value} if speaks and speaks.kind == "Person" else cited
            frames += find_metrics(masked, parts, topic, carry, number, used, telling)
            frames = [
                f for f in frames if not told_to <= f.trigger[0] < told_from and not (carry.asked and asks(masked))
            ]
            polled = (pollster(masked) or sources.collector(frames)) if frames else None
            for frame in frames:
                frame.house = house if topic.about_still(house) else None
                begin(frame, normal.text, document.language)
                _ahead(frame, document)
                count_date(frame, masked, document.published)
                cite(frame, sources, topic, carry.employers, polled, house)
            sources.let_go(polled, frames)
            date_release(frames, masked, carry.release, carry.announced and block.kind == "item")
            day = follow(frames, masked, day)
            if correcting:
                frames += righted(wrong, masked)
                wrong += withdrawn(frames, masked)
            last = frames
            yield from frames
        subjects = {i for clause in parts for group in clause.groups[:1] for i in group}
        for i in sorted(masked.at):
            if masked.text[i] in ENTITIES and i not in subjects and not is_rival(masked, i):
                topic.remember(masked, (i,), subject=False)
        # The newest subject is the main clause's.
        for clause in by_weight(masked, parts):
            for group in clause.groups[:1]:
                topic.remember(masked, group, subject=not begins_with_anaphor(masked, clause, group[0]))
    for frame in wrong:
        frame.modality = "negated"
    topic.cast = cast
    if block.span.of(normal.text).rstrip()[-1:] in ":：":
        carry.lead = sources.at(len(block.span.of(normal.text)))


def _refuse(frames: Iterable[Frame], normal: Normal, document: Document) -> None:
    """What was offered in the sentence before, and turned down in this one, did not come about."""
    for frame in frames:
        offered = any(is_offer(span.of(normal.text), document.language) for span in frame.evidence)
        if offered and event_kinds()[frame.kind].engine.get("offered"):
            frame.modality = "negated"


def _ahead(frame: Frame, document: Document) -> None:
    """What is told as a fact of a day after the document's is a plan, where its kind is dated by when it happens: "the model arrives in April"."""
    engine = event_kinds()[frame.kind].engine
    dates = (f.mention for f in frame.roles.get(engine.get("date", "date"), ()))
    if frame.modality == "actual" and engine.get("on_its_date") and lies_ahead(dates, document.published):
        frame.modality = "planned"


def _spoken(
    mentions: Sequence[Mention], names: Names, layout: Sequence[Block], text: str, language: Language
) -> list[Mention]:
    """The mentions without new names that stand nowhere but in boilerplate: those are rarely names, but for who signs for the text."""
    silent = [b.span for b in layout if b.kind == "silent"]
    heard = set()
    at = 0
    for m in mentions:
        while at < len(silent) and silent[at].end <= m.span.start:
            at += 1
        boilerplate = at < len(silent) and m.span.start >= silent[at].start
        if not boilerplate or (m.kind == "Person" and signs(text, silent[at], m.span, language)):
            heard.add(m.value)
    return [m for m in mentions if not isinstance(m.value, str) or m.value in heard or names.entities[m.value].known]
