"""Settings, read once from the environment and checked by name.

Every setting is an `ION_*` variable (or `DATABASE_URL`, `REDIS_URL`); an unknown `ION_*` name is an
error at start, so that a typing mistake never becomes a silent default. docs/operations.md lists them all.
"""

import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent.parent
KNOWN = {
    "ION_ENV",
    "ION_SECRET_KEY",
    "ION_DATA_DIR",
    "ION_SEARCH",
    "ION_SQLITE_SYNCHRONOUS",
    "ION_PUBLIC_URL",
    "ION_SITE_NAME",
    "ION_CONTACT",
    "ION_MAIL_FROM",
    "ION_SCANNER",
    "ION_TRUSTED_PROXIES",
    "ION_METRICS_TOKEN",
    "ION_GOV_BANNER",
    "ION_TEST_ALL",
    "ION_FULL_CSS",
    "ION_NODE",
}
MIN_SECRET_LENGTH = 32
MAIL_FROM = re.compile(r"""[^<>]*<[^\s<>@,;:"()]+@[^\s<>@,;:"()]+>|[^\s<>@,;:"()]+@[^\s<>@,;:"()]+""")


class SettingError(Exception):
    """A setting is missing, unknown or malformed; the text says which and what to do."""


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings of one process. Times are seconds, sizes bytes, paths absolute."""

    env: str
    secret_key: str
    data_dir: Path
    database_url: str
    redis_url: str
    search: str
    public_url: str
    site_name: str
    contact: str
    trusted_proxies: int
    metrics_token: str
    gov_banner: bool
    sqlite_synchronous: str
    smtp_url: str
    mail_from: str
    scanner: str

    @property
    def is_production(self) -> bool:
        return self.env == "production"

    @property
    def index_dir(self) -> Path:
        return self.data_dir / "index"

    @property
    def files_dir(self) -> Path:
        return self.data_dir / "files"

    @property
    def public_host(self) -> str:
        return urlsplit(self.public_url).netloc


def from_environment(environ: Mapping[str, str] | None = None) -> Settings:
    """Read and check every setting; raises SettingError with a sentence that says what to do."""
    env = os.environ if environ is None else environ
    refuse_unknown(env)
    mode = one_of(env, "ION_ENV", ("development", "production"))
    data_dir = Path(env.get("ION_DATA_DIR") or ROOT / "instance").resolve()
    return Settings(
        env=mode,
        secret_key=secret_key(env, mode, data_dir),
        data_dir=data_dir,
        database_url=database_url(env.get("DATABASE_URL", ""), data_dir),
        redis_url=env.get("REDIS_URL", ""),
        search=one_of(env, "ION_SEARCH", ("whoosh",)),
        public_url=public_url(env, mode),
        site_name=env.get("ION_SITE_NAME") or "Innovation and Opportunity Network",
        contact=env.get("ION_CONTACT", ""),
        trusted_proxies=whole_number(env, "ION_TRUSTED_PROXIES"),
        metrics_token=env.get("ION_METRICS_TOKEN", ""),
        gov_banner=one_of(env, "ION_GOV_BANNER", ("0", "1")) == "1",
        sqlite_synchronous=one_of(env, "ION_SQLITE_SYNCHRONOUS", ("normal", "full")),
        smtp_url=smtp_url(env),
        mail_from=mail_from(env, mode),
        scanner=scanner(env),
    )


def refuse_unknown(env: Mapping[str, str]) -> None:
    for name in sorted(env):
        if name.startswith("ION_") and name not in KNOWN:
            near = get_close_matches(name, KNOWN, 1)
            hint = f" Did you mean {near[0]}?" if near else ""
            raise SettingError(f"{name} is not a setting of ION.{hint} docs/operations.md lists them all.")


def one_of(env: Mapping[str, str], name: str, allowed: tuple[str, ...]) -> str:
    value = env.get(name) or allowed[0]
    if value not in allowed:
        raise SettingError(f"{name} is {value!r}; it must be one of: {', '.join(allowed)}.")
    return value


def whole_number(env: Mapping[str, str], name: str) -> int:
    text = env.get(name) or "0"
    if not (text.isascii() and text.isdigit()):
        raise SettingError(f"{name} is {text!r}; it must be a whole number such as 0 or 1.")
    return int(text)


def secret_key(env: Mapping[str, str], mode: str, data_dir: Path) -> str:
    """The signing key: required and strong in production; kept in the data folder in development."""
    if key := env.get("ION_SECRET_KEY", ""):
        if mode == "production" and (len(key) < MIN_SECRET_LENGTH or len(set(key)) < 10):
            raise SettingError(
                f"ION_SECRET_KEY is too weak for production: use {MIN_SECRET_LENGTH} or more random characters, "
                "for example from: python3 -c 'import secrets; print(secrets.token_urlsafe(48))'"
            )
        return key
    if mode == "production":
        raise SettingError(
            "ION_SECRET_KEY is missing. In production set it to 32 or more random characters, "
            "for example from: python3 -c 'import secrets; print(secrets.token_urlsafe(48))'"
        )
    return kept_key(data_dir / "secret-key")


def kept_key(file: Path) -> str:
    """The key in `file`, made on first use and readable by its owner alone; two starting processes agree on one."""
    file.parent.mkdir(parents=True, exist_ok=True)
    if not file.exists():
        draft = file.with_name(f"{file.name}.{os.getpid()}")
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(48), encoding="ascii")
        try:
            os.link(draft, file)  # fails when another process was first: its key counts
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return file.read_text(encoding="ascii").strip()


def database_url(url: str, data_dir: Path) -> str:
    """A SQLAlchemy address: SQLite in the data folder by default, PostgreSQL by psycopg 3."""
    if not url:
        return f"sqlite:///{data_dir / 'ion.db'}"
    for prefix in ("postgres://", "postgresql://"):
        if url.startswith(prefix):
            return "postgresql+psycopg://" + url.removeprefix(prefix)
    if url.startswith(("sqlite:///", "postgresql+psycopg://")):
        return url
    raise SettingError("DATABASE_URL must begin with sqlite:/// or postgresql://.")


def public_url(env: Mapping[str, str], mode: str) -> str:
    """Where the site is reached, without a slash at the end; required in production, where links leave the site."""
    url = (env.get("ION_PUBLIC_URL") or "").rstrip("/")
    if not url:
        if mode == "production":
            raise SettingError(
                "ION_PUBLIC_URL is missing. Set it to the site's address, e.g. https://ion.example.gov"
            )
        return f"http://127.0.0.1:{env.get('PORT') or 5000}"
    if urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).netloc:
        raise SettingError(f"ION_PUBLIC_URL is {url!r}; it must look like https://ion.example.gov")
    return url


def smtp_url(env: Mapping[str, str]) -> str:
    """Where mail is handed over: smtp://name:password@host:587 (STARTTLS where offered), smtps://…; empty keeps it."""
    url = env.get("SMTP_URL", "")
    try:
        parts = urlsplit(url)
        is_good = not url or (parts.scheme in ("smtp", "smtps") and parts.hostname and parts.port != 0)
    except ValueError:
        is_good = False
    if not is_good:
        raise SettingError("SMTP_URL must look like smtp://user:password@mail.example.gov:587 or smtps://…")
    return url


def mail_from(env: Mapping[str, str], mode: str) -> str:
    """The address mail comes from, with or without a name; required where mail leaves the site in production."""
    address = env.get("ION_MAIL_FROM", "").strip()
    if not address:
        if mode == "production" and env.get("SMTP_URL"):
            raise SettingError("ION_MAIL_FROM is missing. Set it to the address mail comes from.")
        return "no-reply@localhost"
    if not MAIL_FROM.fullmatch(address) or not address.isprintable():
        raise SettingError(f"ION_MAIL_FROM is {address!r}; it must look like ION <ion@example.gov>")
    return address


def scanner(env: Mapping[str, str]) -> str:
    """Who looks for viruses in uploaded files: empty for nobody, clamd://host:port, or the path of clamd's socket."""
    address = env.get("ION_SCANNER", "")
    if address in ("", "none") or (address.startswith("/") and address.isprintable()):
        return address.removeprefix("none")
    try:
        parts = urlsplit(address)
        is_good = parts.scheme == "clamd" and bool(parts.hostname) and parts.port != 0
        is_good = is_good and not (parts.path or parts.query or parts.username)
    except ValueError:
        is_good = False
    if not is_good:
        raise SettingError(
            f"ION_SCANNER is {address!r}; it must be none, look like clamd://127.0.0.1:3310, or be the path of "
            "clamd's socket."
        )
    return address
