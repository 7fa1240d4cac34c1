"""What this room lends to the pages and rooms around it."""

from __future__ import annotations

from commonshelf.sharing import reader_frame
from commonshelf.sharing.agency import frame as agency_frame
from commonshelf.sharing.desks import frame as desks_frame
from commonshelf.sharing.figures import frame as figures_frame
from commonshelf.sharing.life import frame as life_frame
from commonshelf.sharing.partners import frame as partners_frame
from commonshelf.sharing.planning import frame as planning_frame
from commonshelf.sharing.refusals import PROBLEMS, SENTENCES
from commonshelf.sharing.simulation import frame as simulation_frame
from commonshelf.ui import api as ui


def register() -> None:
    ui.register_refusals(SENTENCES)
    ui.register_words("field_problem", PROBLEMS)
    life_frame.register()
    planning_frame.register()
    partners_frame.register()
    desks_frame.register()
    agency_frame.register()
    simulation_frame.register()
    figures_frame.register()
    reader_frame.register()
