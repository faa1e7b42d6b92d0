"""The custom LLMs that an agent really uses: where `custom-llm` is the model in force, and the server behind it."""

from __future__ import annotations

from complint.core.record import record
from complint.core.route import Route, get
from complint.facts.completeness import Completeness
from complint.facts.outward_urls import split_url
from complint.facts.prompts import PromptPlace, Prompts

CUSTOM = "custom-llm"


@record
class CustomLlm:
    """One server: the route to its URL (or to the model's name where no URL is written), and whose it is in words.

    `url` is None where the file does not tell it (a secret, or nothing written); `host` and `scheme` are lower case.
    """

    route: Route
    url: str | None
    host: str
    scheme: str
    where: str


@record
class CustomLlms:
    """The servers in use, each written place once."""

    items: tuple[CustomLlm, ...]


def compute(prompts: Prompts, completeness: Completeness) -> CustomLlms:
    """Return the custom LLMs in use.

    A workflow node or language preset may name `custom-llm` and take the main prompt's server, or bring a server for the
    model that the main prompt names; a server that nothing names is not in use.
    """
    main = prompts.main
    main_model = main.data.get("llm") if main else None
    main_server = get(main.data, "custom_llm") if main else None
    found: dict[Route, CustomLlm] = {}
    for place in prompts.places:
        own_model, own_server = place.data.get("llm"), place.data.get("custom_llm")
        if own_model is None and own_server is None:
            continue
        if (main_model if own_model is None else own_model) != CUSTOM:
            continue
        if own_server is not None:
            made = _make(place, own_server)
        elif main_server is not None and main is not None:
            made = _make(main, main_server)
        elif completeness.complete:
            made = CustomLlm((*place.route, "llm"), None, "", "", place.where)
        else:
            continue
        found.setdefault(made.route, made)
    return CustomLlms(tuple(found.values()))


def _make(place: PromptPlace, server: object) -> CustomLlm:
    url = get(server, "url")
    route = (*place.route, "custom_llm", "url")
    if not isinstance(url, str) or not url:
        return CustomLlm(route, None, "", "", place.where)
    scheme, _, host = split_url(url)
    if not scheme and "{{" in url:  # the whole address is a variable
        return CustomLlm(route, None, "", "", place.where)
    return CustomLlm(route, url, host, scheme, place.where)
