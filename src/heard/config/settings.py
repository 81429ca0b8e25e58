"""Heard's settings. Production sets them by environment; nothing secret stands here."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable
from ipaddress import ip_network
from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from heard.config.supervisor import database_settings, find_home, limit_statements

ROOT = Path(__file__).resolve().parents[3]
HOME = find_home(os.environ, ROOT)
POLICY = Path(os.environ.get("HEARD_POLICY") or ROOT / "policy")
DEMO = os.environ.get("HEARD_DEMO") == "1"
PRODUCTION = bool(os.environ.get("DATABASE_URL")) and not os.environ.get("HEARD_TESTING")


def _secret(name: str) -> str:
    """A secret from the environment, or one made once and kept in the private home folder."""
    if value := os.environ.get(f"HEARD_{name.upper()}"):
        return value
    path = HOME / f"{name}.secret"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        made = path.with_suffix(f".{os.getpid()}.new")
        made.touch(mode=0o600)
        made.write_text(secrets.token_urlsafe(48))
        try:
            os.link(made, path)
        except FileExistsError:
            pass
        finally:
            made.unlink()
    return path.read_text().strip()


def _read(name: str, read: Callable[[str], Any], default: str = "") -> Any:
    """A variable of the environment, or its default where it is unset or empty. A sentence where it makes no sense."""
    try:
        return read(os.environ.get(name) or default)
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} cannot be read: {error}.") from None


def _networks(text: str) -> list[Any]:
    return [ip_network(one.strip()) for one in text.split(",") if one.strip()]


SECRET_KEY = _secret("secret_key")
HEARD_ADDRESS_KEYS = [key for key in os.environ.get("HEARD_ADDRESS_KEYS", "").split(",") if key] or [
    _secret("address_key")
]
HEARD_RECEIPT_KEY = _secret("receipt_key")
DEBUG = os.environ.get("HEARD_DEBUG") == "1"
ALLOWED_HOSTS = os.environ.get("HEARD_HOSTS", "localhost,127.0.0.1,[::1],testserver").split(",")
CSRF_TRUSTED_ORIGINS = [origin for origin in os.environ.get("HEARD_ORIGINS", "").split(",") if origin]
# The proxies before this server, as networks: only what they say of a visitor's address is believed (ground/slowing).
TRUSTED_PROXIES = _read("HEARD_PROXIES", _networks)
SITE_URL = os.environ.get("HEARD_URL", "http://localhost:8000").rstrip("/")
CITY = os.environ.get("HEARD_CITY", "Coventry")

ROOMS = [
    "heard.front",
    "heard.reports",
    "heard.compact",
    "heard.methods.survey",
    "heard.methods.gathering",
    "heard.methods.conversation",
    "heard.methods.opinions",
    "heard.evaluation",
    "heard.decisions",
    "heard.findings",
    "heard.moderation",
    "heard.activities",
    "heard.network",
    "heard.people",
    "heard.places",
    "heard.audit",
    "heard.notices",
    "heard.search",
    "heard.ui",
]
INSTALLED_APPS = [
    *ROOMS,
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
    "django_htmx",
    "procrastinate.contrib.django",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
]
METHODS = [
    "heard.methods.survey.method.Survey",
    "heard.methods.gathering.method.Gathering",
    "heard.methods.conversation.method.Conversation",
    "heard.methods.opinions.method.OpinionMap",
]
ERASERS = [
    "heard.activities.actions.hold_given",  # first: nobody writes beside what is being erased
    "heard.evaluation.actions.erase",
    "heard.methods.gathering.actions.erase",
    "heard.methods.conversation.actions.erase",
    "heard.methods.survey.actions.erase",
    "heard.methods.opinions.actions.erase",
    "heard.decisions.actions.erase",
    "heard.findings.actions.erase",
    "heard.moderation.actions.erase",
    "heard.moderation.actions.concerns.erase_concerns",
    "heard.activities.actions.erase",
]
LEDGER = Path(os.environ.get("HEARD_LEDGER") or HOME / "ledger")  # of erasures: never in the backup it guards
# Who leaves a thing out once two teams approved and the person was told, and who brings it back after an appeal.
# Called as f(exclusion=, by=, at=) in the transaction that puts the exclusion in force.
EXCLUDERS = {
    "contribution": "heard.moderation.actions.leave_out",
    "stakeholder": "heard.activities.actions.remove_stakeholder",
    "role": "heard.people.actions.end_excluded_role",
    "votes": "heard.methods.opinions.actions.leave_out_votes",
}
RESTORERS = {
    "contribution": "heard.moderation.actions.bring_back",
    "stakeholder": "heard.activities.actions.restore_stakeholder",
    "role": "heard.people.actions.restore_excluded_role",
    "votes": "heard.methods.opinions.actions.restore_votes",
}
# Who wants to know that a proposal was approved or refused: f(exclusion=, step=, by=, at=), in the same transaction.
EXCLUSION_HEARD = {
    "contribution": "heard.moderation.actions.hear",
    "votes": "heard.methods.opinions.actions.hear_votes",
}
STANCES_READ = "heard.findings.queries.stances_read"  # f(activity) -> stance by contribution, as readers noted it
VOICE_NAMED = "heard.moderation.queries.concerns.voice_by_reference"  # by receipt, trace id or concern
CODE_PAGES = {  # other codes that people hold: who finds what it belongs to, or raises Http404, and the page it opens
    "heard.moderation.queries.concerns.concern_by_code": "moderation:concern_receipt",
    "heard.decisions.queries.ground.answer_by_code": "decisions:said",
    "heard.decisions.queries.ground.asked_by_code": "decisions:asked",
    "heard.people.queries.data_requests.data_request_by_code": "people:data_request",
}
VOICE_REFS = "heard.activities.queries.refs_of"  # activity and trace id of all that a voice gave
ACTIVITY_PARTNERS = "heard.activities.queries.partners_joined"  # whose roles reach an activity beside its lead's
REPLY_ASKED = "heard.decisions.actions.owe_reply"  # f(activity=, voice=, at=): somebody left an address for a reply
ACTIVITIES_TITLED = "heard.activities.queries.titles_of"  # of public activities, by public id: for those who follow
ACTIVITY_FOR_STAFF = "heard.activities.queries.activity_for_staff"
ACTIVITY_TABS = [
    ("activities:take_part", _("Take part")),
    ("activities:influence", _("What you can influence")),
    ("findings:heard", _("What we heard")),
    ("decisions:decided", _("What was decided")),
    ("compact:how_run", _("How this was run")),
]
ACTIVITY_MORE = [
    ("survey:every_way", _("Every way compared")),
    ("front:thread", _("The whole thread")),
    ("evaluation:taking_part", _("Who took part")),
    ("evaluation:evaluation", _("How it went")),
    ("reports:report", _("The report")),
]
ACTIVITY_STAFF_PAGES = [
    (
        _("Plan it"),
        [
            ("activities:plan", _("Plan")),
            ("compact:gates", _("Gates")),
            ("compact:duplicates", _("Asked before?")),
            ("compact:together", _("Together")),
            ("front:clashes", _("Calendar")),
        ],
    ),
    (
        _("Ask"),
        [
            ("survey:parity", _("Every way")),
            ("activities:contributions", _("What came in")),
            ("moderation:terms", _("Moderation")),
        ],
    ),
    (
        _("Read"),
        [
            ("findings:coding", _("Coding")),
            ("findings:staff_findings", _("Findings")),
            ("findings:standard", _("To a standard")),
        ],
    ),
    (
        _("Answer"),
        [
            ("decisions:staff_decision", _("Decision")),
            ("decisions:staff_feedback", _("Feedback")),
            ("evaluation:staff_evaluation", _("Evaluation")),
            ("moderation:concerns_of", _("Concerns")),
            ("reports:staff_report", _("Report")),
        ],
    ),
]

# Pages of those that are not open to everyone with a role: f(account, activity) says who may. Others see no link.
ACTIVITY_STAFF_MAY = {
    "activities:contributions": "heard.activities.access.may_read_contributions",
    "findings:coding": "heard.findings.access.may_see_desk",
    "findings:staff_findings": "heard.findings.access.may_see_desk",
    "findings:standard": "heard.findings.access.may_find_standard",
}

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "heard.ui.keeping.KeptPages",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "heard.ui.middleware.RefusalMiddleware",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "heard.config.urls"
WSGI_APPLICATION = "heard.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "heard.config.context.site",
            ],
        },
    }
]
FORM_RENDERER = "heard.ui.forms.Renderer"

DATABASES = {"default": database_settings(os.environ, ROOT)}
DATABASES["default"].setdefault("CONN_MAX_AGE", 60)
DATABASES["default"].setdefault("CONN_HEALTH_CHECKS", True)
if os.environ.get("HEARD_WEB"):  # set by config/wsgi.py; jobs and commands may take their time
    limit_statements(DATABASES["default"], seconds=_read("HEARD_STATEMENT_SECONDS", int, "15"))
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        "OPTIONS": {"MAX_ENTRIES": 10_000},  # with the usual 300, a launch day would drop who is slowed down
    },
    "pages": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "pages", "TIMEOUT": 20},
}
KEEP_PAGES_SECONDS = 0 if DEBUG or os.environ.get("HEARD_TESTING") else 2 if DEMO else 10
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "people.Account"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/staff/"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "heard.config.sign_in.StaffAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # every sign-in proves the address: the code goes there, and nobody signs up
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_REQUIRED = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_FORMS = {"login": "heard.people.forms.SignInForm"}
ACCOUNT_USER_DISPLAY = "heard.config.sign_in.display"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = SITE_URL.startswith("http://localhost")
AXES_USERNAME_FORM_FIELD = "login"
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_CLIENT_IP_CALLABLE = "heard.ground.slowing.address_of"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25

EMAIL_HOST = os.environ.get("HEARD_SMTP_HOST", "localhost")
EMAIL_PORT = _read("HEARD_SMTP_PORT", int, "25")
EMAIL_HOST_USER = os.environ.get("HEARD_SMTP_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("HEARD_SMTP_PASSWORD", "")
EMAIL_USE_TLS = os.environ.get("HEARD_SMTP_TLS") == "1"
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = os.environ.get("HEARD_FROM", "Heard <heard@localhost>")
if not os.environ.get("HEARD_SMTP_HOST"):
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = HOME / "outbox"

LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", "English")]
LOCALE_PATHS = [ROOT / "src" / "heard" / "locale"]
TIME_ZONE = "Europe/London"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG or os.environ.get("HEARD_TESTING")
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = bool(DEBUG or os.environ.get("HEARD_TESTING"))
MEDIA_ROOT = HOME / "files"
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
if PRODUCTION:
    SECURE_SSL_REDIRECT = os.environ.get("HEARD_HTTP") != "1"
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not os.environ.get("HEARD_HTTP")
    SECURE_HSTS_SECONDS = 31536000
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"
PROCRASTINATE_IMPORT_PATHS = ["heard.config.jobs"]
PROCRASTINATE_WORKER_DEFAULTS = {"update_heartbeat_interval": 2, "stalled_worker_timeout": 6}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["stderr"], "level": os.environ.get("HEARD_LOG", "WARNING")},
}
