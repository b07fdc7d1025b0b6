"""An enterprise with a filer, as in the tests of the register."""

from tests.risks.conftest import as_filer, filer, own, signer

__all__ = ["as_filer", "filer", "own", "signer"]
