"""Files turned into other kinds by LibreOffice, each in a profile of its own."""

import shutil
import subprocess
from pathlib import Path


def converted(data: bytes, ending: str, to: str, folder: Path) -> bytes:
    """The file of this ending as another kind ("pdf", "doc", "odt")."""
    source = folder / f"file.{ending}"
    source.write_bytes(data)
    soffice = shutil.which("soffice")
    assert soffice, "LibreOffice is not on this machine."
    subprocess.run(
        [soffice, f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", to, source.name],
        cwd=folder,
        check=True,
        capture_output=True,
        timeout=120,
    )
    return (folder / f"file.{to}").read_bytes()
