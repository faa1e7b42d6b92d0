"""The action and the GitLab job do what they say: their scripts run in bash on the samples, as a runner would run them."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
import yaml

ROOT = Path(__file__).parents[2]
ACTION: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
STEPS: list[dict[str, Any]] = ACTION["runs"]["steps"]
GUIDE = (ROOT / "docs/guide/ci.md").read_text("utf-8")
EXPRESSION = re.compile(r"\$\{\{ *(.*?) *\}\}")

pytestmark = pytest.mark.skipif(shutil.which("bash") is None, reason="bash is not installed")


class Runner:
    """As much of a runner of GitHub Actions as the steps need; `pip install` only links the checkout."""

    def __init__(self, folder: Path, **inputs: str) -> None:
        self.folder = folder
        self.work, self.temp = folder / "work", folder / "temp"
        shutil.copytree(ROOT / "sample_configs", self.work / "sample_configs")
        self.temp.mkdir(parents=True)
        self.inputs = {name: one["default"] for name, one in ACTION["inputs"].items()} | inputs
        assert self.inputs.keys() == ACTION["inputs"].keys()
        self.outputs: dict[str, dict[str, str]] = {"python": {"python-path": str(self._python())}}
        self.used: list[dict[str, Any]] = []
        self.log = ""
        self.code = 0
        for step in STEPS:
            self._step(step)
            if self.code:
                break

    def _python(self) -> Path:
        """Return a Python that notes what it should install, and has this checkout in place of it."""
        stub = self.folder / "python"
        stub.write_text(
            "#!/bin/sh\n"
            'if [ "$1 $2 $3 $4" = "-P -m pip install" ]; then\n'
            f"  printf '%s\\n' \"$@\" > '{self.folder}/installed'\n"
            '  mkdir -p "$RUNNER_TEMP/complint-lib"\n'
            f'  for name in complint policies pyproject.toml; do ln -s "{ROOT}/$name" "$RUNNER_TEMP/complint-lib/$name"; done\n'
            "  exit 0\n"
            "fi\n"
            f'exec "{sys.executable}" "$@"\n',
            "utf-8",
        )
        stub.chmod(0o755)
        return stub

    def _value(self, text: str) -> str:
        return EXPRESSION.sub(lambda found: self._lookup(found[1]), text)

    def _lookup(self, name: str) -> str:
        parts = name.split(".")
        if parts[0] == "inputs":
            return str(self.inputs[parts[1]])
        assert parts[0::2] == ["steps", "outputs"], name
        return self.outputs[parts[1]].get(parts[3], "")

    def _wanted(self, condition: str) -> bool:
        inside = EXPRESSION.fullmatch(condition)
        assert inside is not None
        sides = [part.split() for part in inside[1].split("&&")]
        compare = {"==": lambda left, right: left == right, "!=": lambda left, right: left != right}
        return all(compare[operator](self._lookup(name), value.strip("'")) for name, operator, value in sides)

    def _step(self, step: dict[str, Any]) -> None:
        if "if" in step and not self._wanted(step["if"]):
            return
        if "uses" in step:
            self.used.append({**step, "with": {key: self._value(str(value)) for key, value in step["with"].items()}})
            return
        assert step["shell"] == "bash"
        output, script = self.folder / "output", self.folder / "script.sh"
        output.write_text("")
        script.write_text(step["run"], "utf-8")
        known = {"RUNNER_TEMP": str(self.temp), "GITHUB_OUTPUT": str(output), "GITHUB_ACTION_PATH": "/action"}
        known |= {
            "GITHUB_STEP_SUMMARY": str(self.folder / "summary.md"),
            "COMPLINT_CACHE_DIR": str(self.folder / "cache"),
        }
        known |= {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        known |= {name: self._value(value) for name, value in step.get("env", {}).items()}
        command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", str(script)]
        done = subprocess.run(command, cwd=self.work, env=known, capture_output=True, text=True, check=False)
        self.log += done.stdout + done.stderr
        self.code = done.returncode
        pairs = [line.partition("=") for line in output.read_text("utf-8").splitlines()]
        self.outputs.setdefault(step.get("id", ""), {}).update({name: value for name, _, value in pairs})

    @property
    def result(self) -> dict[str, str]:
        """Return the outputs of the action."""
        return {name: self._value(one["value"]) for name, one in ACTION["outputs"].items()}


def test_no_script_has_an_expression_in_it_and_every_action_is_pinned() -> None:
    for step in STEPS:
        assert "${{" not in step.get("run", "")
        if "uses" in step:
            assert re.fullmatch(r"[\w./-]+@[0-9a-f]{40}", step["uses"])
    text = (ROOT / "action.yml").read_text("utf-8")
    assert all(re.search(rf"{re.escape(step['uses'])} # v\d+\.\d+\.\d+\n", text) for step in STEPS if "uses" in step)
    used = set(re.findall(r"inputs\.([\w-]+)", " ".join(EXPRESSION.findall(str(STEPS)))))
    assert used == set(ACTION["inputs"])


def test_findings_fail_and_are_shown_everywhere(tmp_path: Path) -> None:
    run = Runner(tmp_path, paths="sample_configs/bad")
    assert run.code == 1
    assert run.result["exit-code"] == "1"
    assert "::error file=sample_configs/bad/agent_configs/" in run.log
    sarif = json.loads(Path(run.result["sarif"]).read_text("utf-8"))
    assert sarif["version"] == "2.1.0"
    assert sarif["runs"][0]["results"]
    assert (tmp_path / "summary.md").read_text("utf-8").startswith("## complint\n")
    uses = [step["uses"].partition("@")[0] for step in run.used]
    assert uses == ["actions/setup-python", "github/codeql-action/upload-sarif"]
    assert run.used[1]["with"]["sarif_file"] == run.result["sarif"]
    assert "/action[calls]" in (tmp_path / "installed").read_text("utf-8").splitlines()


def test_a_clean_tree_passes(tmp_path: Path) -> None:
    run = Runner(tmp_path, paths="sample_configs/good\n")
    assert (run.code, run.result["exit-code"]) == (0, "0")
    assert "::error" not in run.log


def test_inputs_reach_the_check(tmp_path: Path) -> None:
    run = Runner(
        tmp_path,
        **{"paths": "sample_configs/bad", "profile": "us-outbound", "fail-on": "never", "upload-sarif": "false"},
        args="--select tools/* --severity tools/inline-tools=info",
        extras="",
    )
    assert run.code == 0
    results = json.loads(Path(run.result["sarif"]).read_text("utf-8"))["runs"][0]["results"]
    assert {one["ruleId"].partition("/")[0] for one in results} == {"tools"}
    assert [step["uses"].partition("@")[0] for step in run.used] == ["actions/setup-python"]
    assert "/action" in (tmp_path / "installed").read_text("utf-8").splitlines()


def test_a_baseline_is_used(tmp_path: Path) -> None:
    tools = {"args": "--select tools/*", "paths": "sample_configs/bad"}
    before = Runner(tmp_path / "before", **tools)
    assert before.code == 1
    command = [sys.executable, "-m", "complint", "baseline", "create", "sample_configs/bad", "-o", "known.json"]
    subprocess.run(command, cwd=before.work, check=True, capture_output=True)
    after = Runner(tmp_path / "after", baseline=str(before.work / "known.json"), **tools)
    assert after.code == 0
    results = json.loads(Path(after.result["sarif"]).read_text("utf-8"))["runs"][0]["results"]
    assert results
    assert all(one["suppressions"] for one in results)


@pytest.mark.parametrize(
    ("inputs", "code"),
    [
        ({"fail-on": "sometimes"}, "2"),
        ({"args": "--no-such"}, "2"),
        ({"paths": "nowhere"}, "2"),
        ({"args": "--format json"}, "2"),
    ],
)
def test_a_wrong_input_is_a_usage_error(inputs: dict[str, str], code: str, tmp_path: Path) -> None:
    run = Runner(tmp_path, **({"paths": "sample_configs/good"} | inputs))
    assert (str(run.code), run.result["exit-code"], run.result["sarif"]) == (code, code, "")
    assert len(run.used) == 1  # there is nothing to upload


def test_no_input_is_run_as_code(tmp_path: Path) -> None:
    evil = f"$(touch '{tmp_path}/pwned') `touch '{tmp_path}/pwned'` ; touch '{tmp_path}/pwned' * \""
    run = Runner(tmp_path / "run", **dict.fromkeys(ACTION["inputs"], evil))
    assert run.code == 2
    assert not (tmp_path / "pwned").exists()


def test_the_checked_out_tree_is_not_imported(tmp_path: Path) -> None:
    class Hostile(Runner):
        def _python(self) -> Path:
            for name in ("json", "complint", "pip", "posixpath"):
                (self.work / f"{name}.py").write_text(f"open({str(tmp_path / 'pwned')!r}, 'w')\n", "utf-8")
            return super()._python()

    assert Hostile(tmp_path / "run", paths="sample_configs/good").code == 0
    assert not (tmp_path / "pwned").exists()


def test_the_guide_names_every_input_and_output() -> None:
    for name in (*ACTION["inputs"], *ACTION["outputs"]):
        assert f"| `{name}` |" in GUIDE


def _yaml_after(heading: str) -> dict[str, Any]:
    section = GUIDE.partition(f"## {heading}\n")[2]
    found: dict[str, Any] = yaml.safe_load(section.partition("```yaml\n")[2].partition("```")[0])
    return found


def test_the_workflow_of_the_guide_uses_inputs_that_exist() -> None:
    steps = _yaml_after("GitHub Actions")["jobs"]["complint"]["steps"]
    assert all(re.fullmatch(r"[\w./-]+@[0-9a-f]{40}", step["uses"]) for step in steps)
    assert steps[1]["with"].keys() <= ACTION["inputs"].keys()


def test_the_gitlab_job_writes_its_artifacts(tmp_path: Path) -> None:
    job = _yaml_after("GitLab")["complint"]
    shutil.copytree(ROOT / "sample_configs/bad", tmp_path / "repo")
    install, check = job["script"]
    assert install.startswith("pip install")
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin/complint").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m complint "$@"\n', "utf-8")
    (tmp_path / "bin/complint").chmod(0o755)
    env = {**os.environ, "PATH": f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}"}
    env["PYTHONPATH"] = os.path.abspath(os.environ.get("PYTHONPATH", "") or ROOT)
    done = subprocess.run(
        ["bash", "-c", check], cwd=tmp_path / "repo", env=env, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1, done.stderr
    reports = job["artifacts"]["reports"]
    quality = json.loads((tmp_path / "repo" / reports["codequality"]).read_text("utf-8"))
    assert quality[0].keys() >= {"description", "check_name", "fingerprint", "severity", "location"}
    assert ET.parse(tmp_path / "repo" / reports["junit"]).getroot().tag == "testsuites"
    assert "Found " in done.stdout
