"""Tests do not see the settings of who runs them."""
from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest
from hypothesis import settings

# The same examples in every run, so that a red run is the fault of what was changed; KG_TESTS=explore looks for new ones.
settings.register_profile("steady", derandomize=True)
settings.register_profile("explore")
settings.load_profile("explore" if os.environ.get("KG_TESTS") == "explore" else "steady")

_COMPILED = os.environ.get("KG_TESTS") == "compiled"      # the same tests, with the reader that `make fast` compiled
_NOTHING = tempfile.TemporaryDirectory(prefix="kg-no-settings-")      # goes when the tests end; Chromium for one writes there
os.environ["XDG_CONFIG_HOME"] = _NOTHING.name
for _name in [x for x in os.environ if x.startswith("KG_") or x in ("FORCE_COLOR", "PAGER", "TMUX")]:
    del os.environ[_name]
if not _COMPILED:
    os.environ["KG_COMPILED"] = "no"        # what is tested are the sources; tests/test_compiled.py compares the two


@pytest.fixture(scope="module")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The articles that come with kg, built."""
    from running import TOP, call

    from kg.collection import init
    folder = tmp_path_factory.mktemp("seeds")
    init(folder)
    for path in (TOP / "seeds").iterdir():
        if path.suffix in (".txt", ".toml") and path.name != "kg.toml":
            (folder / "articles" / path.name).write_bytes(path.read_bytes())
    assert call("build", "--quiet", cwd=folder).returncode == 0
    return folder
