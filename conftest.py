"""Runs before Django reads its settings: tests never touch anybody's data folder."""

from __future__ import annotations

import os
import tempfile

os.environ["COMMONSHELF_HOME"] = tempfile.mkdtemp(prefix="commonshelf-test-")
