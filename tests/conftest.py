"""Tests do not see the settings of who runs them."""
from __future__ import annotations

import os
from pathlib import Path

os.environ["XDG_CONFIG_HOME"] = str(Path(__file__).parent / "no-settings-here")
for _name in [x for x in os.environ if x.startswith("KG_") or x in ("FORCE_COLOR", "PAGER", "TMUX")]:
    del os.environ[_name]
