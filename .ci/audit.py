"""Asks the advisory service of PyPI about every installed package: `make audit`.

Status 1 where a package has a known vulnerability. Where the service cannot be reached nothing is known: that is said,
with status 0, or 2 where AUDIT_REQUIRED is set.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

COMMAND = (sys.executable, "-m", "pip_audit", "--skip-editable", "--progress-spinner", "off", "--timeout", "15")


def audit(command: tuple[str, ...] = COMMAND, required: bool = False) -> int:
    """Runs pip-audit and says what it found; the status to end with."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder, "report.json")
        done = subprocess.run([*command, "-f", "json", "-o", str(report)], capture_output=True, text=True, check=False)
        packages = _packages(report)
    audited = [one for one in packages or () if "skip_reason" not in one]
    if packages is None or not audited:
        said = [line for line in done.stderr.splitlines() if line.strip()]
        said += [one["skip_reason"] for one in packages or ()]
        print(f"NOT AUDITED: the advisory service gave no answer ({said[-1].strip() if said else 'no message'})")
        return 2 if required else 0
    known = [(one["name"], one["version"], found) for one in audited for found in one.get("vulns", [])]
    for name, version, found in known:
        mended = ", ".join(found["fix_versions"]) or "no version"
        print(f"{name} {version}: {' '.join([found['id'], *found.get('aliases', [])])}; mended in {mended}")
    passed_over = [one["name"] for one in packages if "skip_reason" in one]
    print(f"{len(audited)} packages audited, {len(known)} known vulnerabilities")
    if passed_over:
        print(f"not audited: {', '.join(passed_over)}")
    return 1 if known else 0


def _packages(report: Path) -> list[dict[str, Any]] | None:
    """What the report says of each package; None where there is no whole report."""
    try:
        found: list[dict[str, Any]] = json.loads(report.read_text(encoding="utf-8"))["dependencies"]
    except (OSError, ValueError, KeyError):
        return None
    return found


if __name__ == "__main__":
    sys.exit(audit(required=bool(os.environ.get("AUDIT_REQUIRED"))))
