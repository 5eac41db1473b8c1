"""Tests do not see the settings of who runs them."""
from __future__ import annotations

import os
import tempfile

_NOTHING = tempfile.TemporaryDirectory(prefix="kg-no-settings-")      # goes when the tests end; Chromium for one writes there
os.environ["XDG_CONFIG_HOME"] = _NOTHING.name
for _name in [x for x in os.environ if x.startswith("KG_") or x in ("FORCE_COLOR", "PAGER", "TMUX")]:
    del os.environ[_name]
