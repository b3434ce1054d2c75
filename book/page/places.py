"""책의 폴더."""

from pathlib import Path

BOOK = Path(__file__).resolve().parent.parent
ASSETS = BOOK / "assets"
