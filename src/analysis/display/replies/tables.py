"""What parties say: their words, the states they report, and who has replied."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import pandas as pd

from analysis.display.blocks import Block, Blocks, TextBlock
from analysis.display.languages import Phrase, phrase
from analysis.display.replies.verdicts import VerdictTables
from analysis.display.replies.words import dash, state_in_words
from analysis.evaluation.voices import Voice
from analysis.model.replies import Reply


class ReplyTables(VerdictTables):
    """What the parties say, for a report whose evaluation has gathered it."""

    def _words_table(self) -> list[Block]:
        """Reasons and comments of the forms, as they were written."""
        say, words = self._say, self._reply_words
        told = [
            voice
            for voice in self._replied.voices
            if voice.written_reason or voice.comment or voice.kept_back
        ]
        if not told:
            return []
        rows = [
            (
                words.party(voice.party),
                self._told_about(asdict(voice)),
                self._words_cell(voice, voice.written_reason),
                self._words_cell(voice, voice.comment),
            )
            for voice in told
        ]
        records = [
            {
                **{"party": voice.party, "measure": voice.measure, "part": voice.part},
                **{"reason": voice.written_reason, "comment": voice.comment},
            }
            for voice in told
        ]
        return [
            self._table(
                "reply-words",
                say("What the parties write"),
                [say("Party"), say("Measure"), say("Reason"), say("Comment")],
                rows,
                pd.DataFrame(records),
                (False,) * 4,
                [say("The words are the parties’ own, in the language they were written in.")],
            )
        ]

    def _words_cell(self, voice: Voice, text: str) -> Phrase:
        if text:
            return phrase(text)
        return self._say("not for publication") if voice.kept_back else dash()

    # -- states

    def _states_table(self) -> list[Block]:
        """The last state of each measure that each party told."""
        say, words, states = self._say, self._reply_words, self._replied.states
        if states.empty:
            return []
        apart = set(self._replied.apart.index)
        rows = [
            (
                self._told_about(row),
                words.party(str(row["party"])),
                self._state(row, number in apart),
                self._language.period(row["completed"]) if row["completed"] else dash(),
                self._language.period(row["on"]),
                phrase(str(row["by"])),
            )
            for number, row in states.to_dict("index").items()
        ]
        heads = [say("Measure"), say("Party"), say("State"), say("Done on"), say("Reported"),
                 say("By")]  # fmt: skip
        frame = states.assign(completed=states["completed"].map(_text), on=states["on"].map(str))
        caption = say("What each party reported last")
        return [self._table("states-told", caption, heads, rows, frame, (False,) * 6)]

    def _told_about(self, row: Mapping[str, Any]) -> Phrase:
        """What a row of the states is about."""
        return self._reply_words.label(str(row["measure"]))

    def _state(self, row: Mapping[str, Any], is_apart: bool) -> Phrase:
        words = state_in_words(str(row["state"]), self._language)
        if self._is_late(row):
            words = self._say("{state}; the deadline has passed", state=words)
        return self._say("{state}; the parties differ", state=words) if is_apart else words

    def _is_late(self, row: Mapping[str, Any]) -> bool:
        """Whether what was to be done by a date was reported as not done after it. Parts and
        years have dates of their own, of which the report on undertakings tells."""
        if row["part"] or row["year"]:
            return False
        deadline = self.subject.programme.measure(str(row["measure"])).deadline
        open_ = row["state"] in ("under_way", "not_started")
        return bool(open_ and deadline and deadline.end < row["on"].start)

    # -- who has replied

    def _who_replied(self) -> list[Block]:
        """Each party with its replies, or that none has come from it; and what it says of the
        programme as a whole."""
        if not self._replied:
            return []
        say = self._say
        parties = [party.id for party in self.subject.programme.parties]
        heads = [say("Party"), say("Replies signed"), say("The last one from")]
        judged = bool(self.subject.programme.scale)
        if self._replied.whole:
            heads.append(say("On the programme as a whole"))
        heads.append(say("Verdicts on measures") if judged else say("States reported"))
        rows = [self._party_row(party) for party in parties]
        records = [
            {"party": party, "replies": " ".join(str(r.signed) for r in self._replied.of(party))}
            for party in parties
        ]
        caption, frame = say("Who has replied"), pd.DataFrame(records)
        notes = self._gone()
        numeric = (*(False,) * (len(heads) - 1), True)
        table = self._table("who-replied", caption, heads, rows, frame, numeric, notes)
        comments = self._comments()
        return [table, *([TextBlock(comments, listed=True)] if comments else [])]

    def _party_row(self, party: str) -> tuple[Phrase, ...]:
        say, replies = self._say, self._replied.of(party)
        name = self._reply_words.party(party)
        if self.subject.programme.party(party).evaluated:
            name = say("{party}, judging its own work", party=name)
        n = sum(v.verdict is not None for v in self._replied.voices if v.party == party)
        whole = [self._on_the_whole(party)] if self._replied.whole else []
        if not self.subject.programme.scale:
            n = int(self._replied.states["party"].eq(party).sum())
        count = phrase(self._language.number(n, 0))
        if not replies:
            quoted = party in self._replied.only_quoted
            words = say("none; in the document only") if quoted else say("no reply").strong
            return name, words, dash(), *whole, count if quoted else dash()
        signed = dict.fromkeys(reply.signed for reply in replies)
        days = self._language.listed(map(self._language.period, signed))
        return name, days, phrase(replies[-1].by), *whole, count

    def _on_the_whole(self, party: str) -> Phrase:
        for voice in self._replied.whole:
            if voice.party == party and voice.verdict:
                title = self.subject.programme.level(voice.verdict).title
                on = self._reply_words.day(voice.on)
                return self._say("{verdict} ({on})", verdict=title, on=on)
        return dash()

    def _comments(self) -> tuple[Phrase, ...]:
        """What the last reply of each party that says something of the whole programme says."""
        last: dict[str, Reply] = {}
        for reply in self._replied.replies:
            if reply.whole.kept_back:
                last.pop(reply.party, None)
            elif reply.whole.comment:
                last[reply.party] = reply
        return tuple(
            self._say(
                "{party}, {date}: {comment}",
                party=self._reply_words.party(party),
                date=self._language.period(reply.signed),
                comment=reply.whole.comment,
            )
            for party, reply in last.items()
        )

    def _gone(self) -> list[Phrase]:
        gone = dict.fromkeys(name for reply in self._replied.replies for name in reply.gone)
        if not gone:
            return []
        listed = self._language.listed(phrase(name) for name in gone)
        return [self._say("Replies also speak of what is no longer in the programme: {measures}.",
                          measures=listed)]  # fmt: skip

    def _how_replies_count(self) -> tuple[Phrase, ...]:
        """How what is said in forms is counted; nothing where none has been taken in."""
        if not self._replied:
            return ()
        say = self._say
        return (
            say("A party’s latest reply by the date of this report counts. What it leaves empty "
                "stands as the party said it before. A verdict of the document stands until the "
                "party gives another one in a form."),
            say("Verdicts that differ are counted apart by party, and the distance between them is "
                "the number of steps of the scale. A party without a verdict is in no count."),
        )  # fmt: skip

    def grades(self) -> Blocks:
        """What the labels of the findings mean; with replies, whose an own judgement can be."""
        blocks = super().grades()
        if not self._replied:
            return blocks
        whose = self._say("Where a party is named, it is that party’s judgement. Nobody has "
                          "checked it, and it counts no less than another’s.")  # fmt: skip
        return Blocks(*blocks, TextBlock((whose,)))


def _text(value: object) -> str:
    return "" if value is None else str(value)
