"""Tests do not see the settings of who runs them."""
from __future__ import annotations

import os
import tempfile

from hypothesis import settings

# The same examples in every run, so that a red run is the fault of what was changed; KG_TESTS=explore looks for new ones.
settings.register_profile("steady", derandomize=True)
settings.register_profile("explore")
settings.load_profile("explore" if os.environ.get("KG_TESTS") == "explore" else "steady")

_NOTHING = tempfile.TemporaryDirectory(prefix="kg-no-settings-")      # goes when the tests end; Chromium for one writes there
os.environ["XDG_CONFIG_HOME"] = _NOTHING.name
for _name in [x for x in os.environ if x.startswith("KG_") or x in ("FORCE_COLOR", "PAGER", "TMUX")]:
    del os.environ[_name]
