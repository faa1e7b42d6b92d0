"""The help of every command: whole sentences, and every option says what it does."""

from __future__ import annotations

import re
from collections.abc import Iterator

import click
import pytest
from click.testing import CliRunner

from complint.cli.commands import complint


def _commands(command: click.Command, words: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    yield words, command
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            below = command.get_command(context, name)
            assert below is not None
            yield from _commands(below, (*words, name))


ALL = dict(_commands(complint))


@pytest.mark.parametrize("words", ALL, ids=" ".join)
def test_help_is_in_whole_sentences(words: tuple[str, ...]) -> None:
    done = CliRunner().invoke(complint, [*words, "--help"])
    assert done.exit_code == 0
    assert "..." not in re.sub(r"\b[A-Z]+\]?\.\.\.", "", done.output)  # arguments: FILES..., [PATH]...
    text = (ALL[words].help or "").strip()
    assert text[0].isupper()
    assert text.split("\n\n")[0].endswith(".")


@pytest.mark.parametrize("words", ALL, ids=" ".join)
def test_every_option_says_what_it_does_or_offers_choices(words: tuple[str, ...]) -> None:
    for parameter in ALL[words].params:
        if isinstance(parameter, click.Option):
            assert parameter.help or isinstance(parameter.type, click.Choice), parameter.name
