"""Where the files of a CI job can be looked at on the web."""

from __future__ import annotations

from pathlib import Path

import pytest

from complint.cli.source_url import source_url

GITHUB = {"GITHUB_SERVER_URL": "https://github.example", "GITHUB_REPOSITORY": "alder/desk", "GITHUB_SHA": "0f1e2d"}
GITLAB = {"CI_PROJECT_URL": "https://gitlab.example/alder/desk", "CI_COMMIT_SHA": "0f1e2d"}


@pytest.mark.parametrize(
    ("environment", "address"),
    [
        (GITHUB, "https://github.example/alder/desk/blob/0f1e2d"),
        (GITLAB, "https://gitlab.example/alder/desk/-/blob/0f1e2d"),
        ({**GITHUB, "GITHUB_SHA": ""}, None),
        ({}, None),
    ],
)
def test_known_systems(environment: dict[str, str], address: str | None, tmp_path: Path) -> None:
    assert source_url(environment, str(tmp_path)) == address


@pytest.mark.parametrize(("root", "names"), [(GITHUB, "GITHUB_WORKSPACE"), (GITLAB, "CI_PROJECT_DIR")])
def test_paths_count_from_the_folder_of_the_run(root: dict[str, str], names: str, tmp_path: Path) -> None:
    folder = tmp_path / "voice agents"
    folder.mkdir()
    address = source_url({**root, names: str(tmp_path)}, str(folder))
    assert address is not None
    assert address.endswith("/0f1e2d/voice%20agents")
    assert source_url({**root, names: str(folder)}, str(tmp_path)) is None  # the run lies outside of the checkout
