"""What a check of single files says beside its report: what it did not look at, and what it took from elsewhere."""

from __future__ import annotations

import os

from complint.config import NAMES
from complint.core import seen
from complint.sources import tidy
from complint.suppress import NAME as WAIVERS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from complint.options import Options
    from complint.settings import Settings


def told(words: str, checked: int, settings: Settings, options: Options) -> list[str]:
    """Return the lines for a run over the files that `words` name, of which some were `checked`."""
    lines = [
        f"{path} concerns every file; that is left to a run over the whole project."
        for path in options.paths
        if _concerns_all(path, settings)
    ]
    if not checked:
        return lines or [f"Nothing for complint in {words}."]
    lines += [
        f"Checked {words}, file by file; calls, and what takes several files, are left to a run over the whole project."
    ]
    unlike = _unlike_staged(settings, options)
    return lines + [f"{path} is read as it lies in the working tree, not as it is staged." for path in unlike]


def _concerns_all(path: str, settings: Settings) -> bool:
    named = [tidy(one) for one in (settings.path, settings.waivers, settings.baseline) if one]
    return path in named or os.path.basename(path) in (*NAMES, WAIVERS)


def _unlike_staged(settings: Settings, options: Options) -> list[str]:
    """Return the files of a configuration that are read as they lie, where what is staged of them differs."""
    read = [settings.path, settings.baseline, *settings.plugins]
    packs = tuple(os.path.join(tidy(folder), "") for folder in settings.policy_paths)
    found = [tidy(path) for path in read if path is not None and seen.exists(path)]
    differ = [path for path in found if path in options.overlay or path in options.hidden]
    return sorted({*differ, *(path for path in options.overlay if packs and path.startswith(packs))})
