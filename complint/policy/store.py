"""All packs and profiles of a run: the shipped ones, and those of the folders a configuration names."""

from __future__ import annotations

from complint.core.errors import ComplintError
from complint.policy.find import shipped_folder
from complint.policy.law import ALWAYS_ON, DEFAULT_PROFILE
from complint.policy.load import load_folder

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class Store:
    """Packs and profiles by id, as plain data (see `complint.policy.load`); `folders` are where they came from."""

    def __init__(self, packs: dict[str, Any], profiles: dict[str, Any], folders: tuple[str, ...]) -> None:
        self.packs = packs
        self.profiles = profiles
        self.folders = folders

    @classmethod
    def open(cls, extra: tuple[str, ...] = ()) -> Store:
        """Return the store of the shipped packs and those of further folders; an id that is taken is an error."""
        folders = (shipped_folder(), *extra)
        packs: dict[str, Any] = {}
        profiles: dict[str, Any] = {}
        for folder in folders:
            loaded = load_folder(folder)
            if not loaded["packs"] and not loaded["profiles"]:
                raise ComplintError("there is no policy pack in this folder", folder)
            for known, found, what in ((packs, loaded["packs"], "pack"), (profiles, loaded["profiles"], "profile")):
                for identity, value in found.items():
                    if identity in known:
                        raise ComplintError(f"the {what} {identity!r} exists already", folder)
                    known[identity] = value
        if ALWAYS_ON not in packs:
            raise ComplintError(f"the pack {ALWAYS_ON} is missing", folders[0])
        return cls(dict(sorted(packs.items())), profiles, folders)

    def profile(self, name: str | None) -> dict[str, Any]:
        """Return a profile by id (None: the default one). Raises ComplintError that names the known ones."""
        wanted = name or DEFAULT_PROFILE
        if wanted not in self.profiles:
            known = ", ".join(sorted(self.profiles))
            raise ComplintError(f"there is no profile {wanted!r}; known: {known}")
        found: dict[str, Any] = self.profiles[wanted]
        return found
