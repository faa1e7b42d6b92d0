"""What the user declared, as plain frozen values; `complint.config` reads and checks the files they come from."""

from __future__ import annotations

from complint.core.record import record
from complint.core.route import JSON


@record
class Settings:
    """The effective configuration of one file; every field has the meaning of the key in complint.yaml.

    `path` is the configuration file (None: none found), `base` its folder, relative to the working directory ("" for
    the working directory itself): path patterns count from there. `waivers`, `baseline` and `plugins` are paths from the
    working directory. `origins` has the file that a key comes from, by key.
    """

    path: str | None = None
    base: str = ""
    profile: str | None = None
    policies: tuple[str, ...] = ()
    organization: dict[str, JSON] = {}
    workspace: dict[str, JSON] = {}
    agents: tuple[dict[str, JSON], ...] = ()
    baa: dict[str, JSON] = {}
    calls: dict[str, JSON] = {}
    rules: dict[str, dict[str, JSON]] = {}
    overrides: tuple[dict[str, JSON], ...] = ()
    requests: tuple[dict[str, JSON], ...] = ()
    exclude: tuple[str, ...] = ()
    policy_paths: tuple[str, ...] = ()
    limits: dict[str, int] = {}
    fail_on_unknown: bool = False
    waivers: str | None = None
    baseline: str | None = None
    plugins: tuple[str, ...] = ()
    root: bool = False
    origins: dict[str, str] = {}
