"""Packs and profiles from folders of YAML to plain checked data; validation happens once per content, then a cache answers.

Plain data of a pack: `{id, title, jurisdiction, always_on, sources, digest, requirements: [{id, title, rule, when,
severity, mandatory, declared, before_first, values: [{from, until, status, value, severity, confidence, verified_on, note,
citations}]}]}`; dates are ISO strings, so they compare as they are. A declarative requirement (`declared`) binds the rule
policy/unmet-assertion, and each of its values is `{given, assert, message, fix}`.
"""

from __future__ import annotations

import os
import posixpath

from complint import cache
from complint.core import seen
from complint.core.errors import ComplintError
from complint.policy.find import pack_files

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

INSTALLED = "_policies"
FORMAT = 4
PROFILES = "profiles"
PHRASES = "phrases"
TESTS = "tests"


_loaded: dict[str, dict[str, Any]] = {}


def load_folder(folder: str) -> dict[str, Any]:
    """Return `{"packs": {id: pack}, "profiles": {id: profile}}` of one folder of packs.

    Raises ComplintError, with file and line where known, for anything that is not a valid pack.
    """
    if not os.path.isdir(folder):
        raise ComplintError("there is no such folder of policy packs", folder)
    full = [FORMAT, os.path.abspath(folder), signature(folder)]
    key = str(full)
    if key not in _loaded:
        _loaded[key] = cache.remember("packs", full, lambda: _compile(pack_files(folder)))
    return _loaded[key]


def signature(folder: str) -> list[Any]:
    """Return what tells that the files of a folder of packs are the same: when they changed last."""
    if os.path.basename(folder) == INSTALLED:
        # nobody edits an installed package: its folder is made anew with it, and three hundred files need no look
        seen.note_stamp(folder)
        return [INSTALLED, os.stat(folder).st_mtime_ns]
    seen.note_stamps(folder, (".yaml", ".yml"))
    return [[name, *_stamp(path)] for name, path in pack_files(folder)]


def phrase_files(folder: str) -> dict[str, str]:
    """Return the phrase files of a folder of packs: name relative to it, with "/", to path."""
    return {name: os.path.join(folder, *name.split("/")) for name in load_folder(folder)["phrases"]}


def _content(path: str) -> bytes:
    """Return the bytes of a file of a pack. Raises ComplintError for what is no file, or too large a one."""
    from complint.text.errors import Unreadable
    from complint.text.loaded import Limits
    from complint.text.source import read_bytes

    try:
        return read_bytes(path, max_bytes=Limits().max_bytes)
    except Unreadable as error:
        raise ComplintError(error.message, path, error.line, error.column) from None


def _stamp(path: str) -> tuple[int, int]:
    try:
        state = os.stat(path)
    except OSError as error:
        raise ComplintError(f"cannot be read: {(error.strerror or type(error).__name__).lower()}", path) from None
    return state.st_mtime_ns, state.st_size


def _compile(files: list[tuple[str, str]]) -> dict[str, Any]:
    from hashlib import sha256

    from complint.policy.model import PackModel, ProfileModel, RequirementModel

    packs: dict[str, Any] = {}
    profiles: dict[str, Any] = {}
    hashes: dict[str, Any] = {}
    requirements: list[tuple[str, str, Any]] = []
    for name, path in files:
        content = _content(path)
        folder, base = posixpath.split(name)
        if TESTS in folder.split("/"):
            continue  # cases of a pack are no law; complint.policy_cases reads them
        stem = name.rsplit(".", 1)[0]
        if folder == PROFILES or folder.endswith("/" + PROFILES):
            profile = _validated(ProfileModel, path, content)
            profiles[profile["id"]] = profile
            continue
        pack_folder = posixpath.dirname(folder) if posixpath.basename(folder) == PHRASES else folder
        hashes.setdefault(pack_folder, sha256()).update(name.encode() + b"\0" + content + b"\0")
        if pack_folder != folder:
            continue  # phrases belong to the digest of their pack; complint.policy.phrases reads them when a text needs them
        if base in ("pack.yaml", "pack.yml"):
            packs[folder] = {**_validated(PackModel, path, content), "requirements": []}
            _same_id(path, packs[folder]["id"], folder)
        else:
            requirement = _uniform(_validated(RequirementModel, path, content))
            _same_id(path, requirement["id"], stem)
            requirements.append((folder, path, requirement))
    for folder, path, requirement in requirements:
        if folder not in packs:
            raise ComplintError("a requirement lies in a folder without pack.yaml", path)
        packs[folder]["requirements"].append(requirement)
    for folder, pack in packs.items():
        pack["digest"] = "sha256:" + hashes[folder].hexdigest()
    phrases = [name for name, _ in files if name.split("/")[-2:-1] == [PHRASES]]
    return {"packs": {pack["id"]: pack for pack in packs.values()}, "profiles": profiles, "phrases": phrases}


def validate(name: str, path: str, content: bytes) -> None:
    """Check the bytes of one file of a folder of packs; `name` is its path within the folder, with "/".

    Raises ComplintError, with the place where known, for one that is not valid.
    """
    from complint.policy.model import PackModel, ProfileModel, RequirementModel

    kind = kind_of(name)
    if kind == "other":
        return
    models: dict[str, Any] = {"pack": PackModel, "requirement": RequirementModel, "profile": ProfileModel}
    data = _validated(models[kind], path, content)
    if kind == "pack":
        _same_id(path, data["id"], posixpath.dirname(name))
    elif kind == "requirement":
        _same_id(path, data["id"], name.rsplit(".", 1)[0])


def kind_of(name: str) -> str:
    """Return what a file of a folder of packs is by its path within: "pack", "requirement", "profile" or "other"."""
    folders = posixpath.dirname(name).split("/")
    if TESTS in folders or folders[-1] == PHRASES:
        return "other"
    if folders[-1] == PROFILES:
        return "profile"
    return "pack" if posixpath.basename(name) in ("pack.yaml", "pack.yml") else "requirement"


def _uniform(requirement: dict[str, Any]) -> dict[str, Any]:
    """Return a requirement in one form: a declarative one as parameters of the rule that checks assertions."""
    from complint.policy.model import DECLARED

    given, schema, message, fix = (requirement.pop(key) for key in ("given", "assert", "message", "fix"))
    requirement["declared"] = given is not None
    if given is not None:
        requirement["rule"] = DECLARED
        for value in requirement["values"]:
            asserted = schema if value["value"] is None else value["value"]
            value["value"] = {"given": given, "assert": asserted, "message": message, "fix": fix}
    return requirement


def _same_id(path: str, identity: str, expected: str) -> None:
    if identity != expected:
        raise ComplintError(f"the id is {identity!r}, but the path says {expected!r}", path)


def _validated(model: Any, path: str, content: bytes) -> dict[str, Any]:
    """Return the plain JSON data of a validated file; dates become ISO strings."""
    from pydantic import ValidationError

    from complint.text.errors import Unreadable
    from complint.text.loaded import Limits
    from complint.text.locate import locate
    from complint.text.source import make_source
    from complint.text.yaml_text import load_yaml

    try:
        source = make_source(path, content)
        loaded = load_yaml(source.text, Limits())
        if loaded.duplicates:
            raise ComplintError(f"the key {loaded.duplicates[0].key!r} is written twice", path)
        data = loaded.documents[0] if loaded.documents else None
        plain: dict[str, Any] = model.model_validate(data).model_dump(mode="json", by_alias=True)
        return plain
    except Unreadable as error:
        raise ComplintError(error.message, path, error.line, error.column) from None
    except ValidationError as error:
        found = error.errors()
        # a misspelt key is the cause of the one that is missing
        first = next((one for one in found if one["type"] == "extra_forbidden"), found[0])
        route = tuple(step for step in first["loc"] if isinstance(step, (str, int)))
        span = locate(source.text, "yaml", [route])[route]
        where = ".".join(str(step) for step in route)
        message = f"unknown key {where!r}" if first["type"] == "extra_forbidden" else f"{where}: {first['msg']}"
        raise ComplintError(message, path, span.line, span.column) from None
