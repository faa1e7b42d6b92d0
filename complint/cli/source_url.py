"""Where the checked files can be looked at on the web, as the environment of a CI job tells it."""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping


def source_url(environment: Mapping[str, str], folder: str) -> str | None:
    """Return the address that the paths of a report continue (no slash at its end), or None outside of a known CI.

    GitHub Actions: https://docs.github.com/actions/reference/workflows-and-actions/variables; GitLab:
    https://docs.gitlab.com/ci/variables/predefined_variables/. `folder` is the working directory.
    """
    github = [environment.get(name) for name in ("GITHUB_SERVER_URL", "GITHUB_REPOSITORY", "GITHUB_SHA")]
    if all(github):
        return _under("{}/{}/blob/{}".format(*github), environment.get("GITHUB_WORKSPACE"), folder)
    gitlab = [environment.get(name) for name in ("CI_PROJECT_URL", "CI_COMMIT_SHA")]
    if all(gitlab):
        return _under("{}/-/blob/{}".format(*gitlab), environment.get("CI_PROJECT_DIR"), folder)
    return None


def _under(address: str, root: str | None, folder: str) -> str | None:
    """Return the address of a folder of the checkout; None where the folder lies beside it."""
    within = os.path.relpath(os.path.realpath(folder), os.path.realpath(root)) if root else "."
    if within == ".":
        return address
    from urllib.parse import quote

    slashed = within.replace(os.sep, "/")
    return None if slashed.startswith("../") or slashed == ".." else f"{address}/{quote(slashed)}"
