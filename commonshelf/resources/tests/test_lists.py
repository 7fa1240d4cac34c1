"""Lists of titles: brought, compared, taken over, come again changed; and nothing lost of what was wrong."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from commonshelf.catalogue.testing import load_rows  # noqa: F401  # replaced below
