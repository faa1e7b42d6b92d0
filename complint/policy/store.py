"""All packs and profiles of a run: the shipped ones, and those of the folders a configuration names."""

from __future__ import annotations

from complint.core.errors import ComplintError
from complint.policy.find import shipped_folder
from complint.policy.law import ALWAYS_ON, DEFAULT_PROFILE
from complint.policy.load import load_folder

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

_SHIPPED = ("complint", "elevenlabs", "us", "eu")  # sources that nobody else's packs may claim


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

    def with_installed(self) -> Store:
        """Return the store with the packs of installed packages too. Raises BrokenPart for one that cannot be read."""
        from complint.policy.installed import pack_folders

        folders = tuple(folder for folder in pack_folders() if folder not in self.folders)
        return Store.open((*self.folders[1:], *folders)) if folders else self

    def for_choice(self, profile: str | None, patterns: Iterable[str]) -> Store:
        """Return the store that answers a choice of packs: installed packages are looked for only where it may mean them."""
        foreign = any(pattern.partition("/")[0] not in _SHIPPED for pattern in patterns)
        if foreign or (profile is not None and profile not in self.profiles):
            return self.with_installed()
        return self

    def profile(self, name: str | None) -> dict[str, Any]:
        """Return a profile by id (None: the default one), on top of those that it extends.

        Raises ComplintError that names the known ones, or for profiles that extend each other.
        """
        return self._profile(name or DEFAULT_PROFILE, ())

    def _profile(self, wanted: str, above: tuple[str, ...]) -> dict[str, Any]:
        if wanted not in self.profiles:
            known = ", ".join(sorted(self.profiles))
            raise ComplintError(f"there is no profile {wanted!r}; known: {known}")
        if wanted in above:
            raise ComplintError("a profile extends itself: " + " → ".join([*above, wanted]))
        own: dict[str, Any] = self.profiles[wanted]
        if not own["extends"]:
            return own
        bases = [self._profile(base, (*above, wanted)) for base in own["extends"]]
        layers = [*bases, own]
        return {
            **own,
            "policies": list(dict.fromkeys(pattern for layer in layers for pattern in layer["policies"])),
            "rules": {rule: change for layer in layers for rule, change in layer["rules"].items()},
            "fail_on_unknown": any(layer["fail_on_unknown"] for layer in layers),
            "require_reasons": any(layer["require_reasons"] for layer in layers),
        }
