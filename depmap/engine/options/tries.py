"""Options tried on the plan as it stands today, one after another."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from depmap.engine.options.rows import TODAY, Aim, Laid, Outlook, Tried
from depmap.engine.options.trying import Today, Try
from depmap.engine.route import Moved, Requirement
from depmap.engine.ways_out.resettle import Differing, Settlement
from depmap.engine.ways_out.rows import Outcome
from depmap.engine.ways_out.search import Draws


class Tries:
    """Tries one option after another on the plan as it stands today.

    overrun: open items whose range has proved wrong. unowned: prerequisites without an owner.
    """

    def __init__(
        self,
        settlement: Settlement,
        draws: Draws,
        aims: Mapping[str, Aim],
        overrun: Iterable[str] = (),
        unowned: Iterable[str] = (),
    ) -> None:
        self.settlement, self.aims = settlement, aims
        self._today = Today(settlement, draws, aims, overrun, unowned)
        self._nothing = Try(self._today, Laid("", TODAY, ""), Moved({}, {}))
        self.today = self._today.outlooks = self._nothing.outlooks()
        self._before = self._nothing
        self._asked: tuple[Differing, Moved] | None = None

    def tried(self, laid: Laid) -> Tried:
        """What an option makes of the directions, and of the work on the routes."""
        differing = self._differing(laid)
        one = Try(self._today, laid, self.settlement.moved(differing))
        outlooks = {
            name: outlook
            for name, outlook in one.outlooks().items()
            if laid.goal is not None or outlook != self.today[name]
        }
        on_route = self.settlement.state.network.position
        came, went = one.rerouted()
        # What stays on the routes as it is need not be added up.
        other = {name for name in laid.parts if name in on_route and name not in went}
        effort, count, unowned = one.work(came | other)
        had_effort, had_count, had_unowned = self._nothing.work(went | other)
        joining, leaving = (
            sorted(name for name in names if name not in self.aims) for names in (came, went)
        )
        picks_stand = all(self._stands(pin) for pin in laid.pins)
        return Tried(
            laid,
            outlooks,
            effort - had_effort,
            count - had_count,
            unowned - had_unowned,
            joining,
            leaving,
            stands=laid.has_equal_rows and picks_stand and not laid.is_empty,
            picks_stand=bool(laid.pins) and picks_stand,
        )

    def outlooks(self, laid: Laid) -> Mapping[str, Outlook] | None:
        """What becomes of every direction; None where only another network can tell.

        Quickest where it differs little from what was asked before.
        """
        differing = self._differing(laid)
        if self._asked is None or differing != self._asked[0]:
            moved = self.settlement.moved_above(differing)
            if moved is None:
                return None
            self._asked = differing, moved
        self._before = Try(self._today, laid, self._asked[1], self._before)
        return self._before.outlooks()

    def _differing(self, laid: Laid) -> Differing:
        pins = laid.all_pins
        if pins is None:
            pins = self.settlement.pins_with(laid.pins)
        return Differing(self._today.changed(laid), laid.rewired, pins)

    def on_time(self, tried: Tried) -> Outcome:
        """The samples on time of each direction of the network under an option."""
        counts = []
        for name in self.settlement.state.network.directions:
            outlook = tried.outlooks.get(name, self.today[name])
            share = outlook.chance_on_time
            size = self.settlement.state.size
            missing = None if outlook.target_day is None else 0
            counts.append(missing if share is None else round(share * size))
        return Outcome(tried.laid.decision_id, tried.laid.option_name, counts)

    def _stands(self, pin: Requirement) -> bool:
        """Whether the route takes an alternative, or what asks for it is done with it."""
        network, chosen = self.settlement.network, self.settlement.route.chosen
        taken = [member for group, member in chosen.items() if group == (pin.item, pin.any_of)]
        return taken == [pin.requires] or (not taken and network.items[pin.requires].is_done)
