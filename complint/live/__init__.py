"""Live workspaces: what is deployed at the vendor, read page by page and handed to the pipeline as documents."""

from __future__ import annotations

from complint.live.workspace import LiveWorkspace as LiveWorkspace
from complint.live.workspace import Problem as Problem

TYPE_CHECKING = False
if TYPE_CHECKING:
    from complint.live.reader import Progress
    from complint.settings import Settings


def read(settings: Settings, progress: Progress | None = None, state: str | None = None) -> LiveWorkspace:
    """Read the workspace that the environment's key opens, and return it as files for `complint.run.check(live=…)`.

    `progress` is told (list, read so far, of how many or None). `state` is the folder that keeps what an interrupted read
    has got, by default one in the cache; "" keeps nothing. Only GET requests are sent. Raises ComplintError where the
    extra or the key is missing, where the key is refused, and where nothing could be read at all.
    """
    from complint.live.access import access, need

    need()
    opened = access(settings)
    from complint.live.api import Api
    from complint.live.client import Patience
    from complint.live.journal import open_journal, state_folder
    from complint.live.reader import read_workspace

    folder = state_folder(opened) if state is None else state
    with Api(opened, Patience()) as api, open_journal(folder, opened) as journal:
        return read_workspace(api, journal, settings.base, progress)
