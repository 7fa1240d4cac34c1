"""Settings of the site. Room defaults live in their rooms."""

from __future__ import annotations

from pathlib import Path

from csp.constants import NONCE, NONE, SELF

from commonshelf.site import campuses, env

PACKAGE = Path(__file__).resolve().parents[1]
HOME = env.home()
COMMONSHELF_HOME = HOME
BACKUPS = env.backups(HOME)
BACKUP_FOLDER = BACKUPS.folder
INDEX_FOLDER = HOME / "index"

SECRET_KEY = env.secret(HOME)
DEBUG = False
LOOPBACK = ["127.0.0.1", "localhost", "[::1]"]
ALLOWED_HOSTS = env.words("COMMONSHELF_HOSTS", default=LOOPBACK)
# Behind a TLS proxy (COMMONSHELF_TLS=yes) cookies and redirects insist on https.
TLS = env.flag("COMMONSHELF_TLS", default=False)
GUARD = env.limits(tls=TLS)
SITE_ADDRESS = env.site_address(tls=TLS, hosts=ALLOWED_HOSTS)
MAIL_SERVER = env.mail_server()
LINK_NETWORKS = env.link_networks()

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "csp",
    "django_htmx",
    "commonshelf.news",
    "commonshelf.ui",
    "commonshelf.mail",
    "commonshelf.members",
    "commonshelf.votes",
    "commonshelf.work",
    "commonshelf.ledger",
    "commonshelf.catalogue",
    "commonshelf.review",
    "commonshelf.cataloguing",
    "commonshelf.browse",
    "commonshelf.search",
    "commonshelf.cards",
    "commonshelf.loans",
    "commonshelf.visits",
    "commonshelf.lists",
    "commonshelf.office",
    "commonshelf.resources",
    "commonshelf.delivery",
    "commonshelf.sharing",
    "commonshelf.privacy",
    "commonshelf.demo",
    "commonshelf.site",
    # Below ours, so that our templates of their pages are found first.
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "commonshelf.ui.guard.Guard",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "commonshelf.ui.middleware.Language",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "commonshelf.ui.middleware.Bodies",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "commonshelf.members.middleware.Who",
    "commonshelf.ui.middleware.Refusals",
    "commonshelf.members.middleware.SecondFactor",
    "commonshelf.search.freshness.Fresh",
]
ROOT_URLCONF = "commonshelf.site.urls"
WSGI_APPLICATION = "commonshelf.site.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "commonshelf.ui.context.frame",
                "commonshelf.members.context.here",
            ],
        },
    },
]

# One machine, one file. IMMEDIATE because check-then-act fails under contention otherwise
# (trust.md finding 6); WAL and FULL because an answer to a peer is a promise.
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": HOME / "commonshelf.sqlite3",
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": (
                "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA foreign_keys=ON;"
                # Pages are read where the system keeps them; each of some fifty threads has its own
                # connection, so what a connection keeps beside that is small (8 MiB).
                "PRAGMA cache_size=-8192;PRAGMA mmap_size=2147418112;PRAGMA temp_store=MEMORY;"
            ),
        },
        "CONN_MAX_AGE": None,
    },
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# Shared by all processes, or guesses at a password would be counted in each one apart.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        # Django keeps 300 unless told: whoever tries 300 other names would have their guesses forgotten.
        "OPTIONS": {"MAX_ENTRIES": 200_000},
    }
}

AUTH_USER_MODEL = "members.Person"
# One, so that every password is hashed once whosever it is; allauth's own would also say of a closed
# account that the password was right.
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
ACCOUNT_ADAPTER = "commonshelf.members.accounts.Adapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
# Guesses are counted by members.accounts.Adapter: per account and per account and network. What
# allauth would count per address alone is off: a whole campus sits behind one (trust.md 10).
ACCOUNT_RATE_LIMITS = {
    "login": None,
    "login_failed": None,
    "signup": None,
    "reset_password": "5/h/key",
    "reset_password_from_key": None,
}
ACCOUNT_FORMS = {"change_password": "commonshelf.members.codes.NewPassword"}
LOGIN_REDIRECT_URL = "/"
LOGIN_URL = "account_login"

MFA_ADAPTER = "commonshelf.members.accounts.Factors"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_FORMS = {
    "authenticate": "commonshelf.members.codes.SignInCode",
    "reauthenticate": "commonshelf.members.codes.AgainCode",
    "authenticate_webauthn": "commonshelf.members.codes.SignInPasskey",
    "login_webauthn": "commonshelf.members.codes.PasskeyAlone",
    "reauthenticate_webauthn": "commonshelf.members.codes.AgainPasskey",
    "add_webauthn": "commonshelf.members.codes.NewPasskey",
    "edit_webauthn": "commonshelf.members.codes.PasskeyName",
}
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_TOLERANCE = 1  # clocks of telephones and of this machine differ
MFA_ALLOW_UNVERIFIED_EMAIL = True  # nobody signs up here, so nobody's address can be taken by signing up
# allauth would let one network use ten passkeys a minute, and guessing is no danger to them.
MFA_RATE_LIMITS = {"webauthn_login": None}

CAMPUSES = campuses.known(HOME)
SOCIALACCOUNT_ADAPTER = "commonshelf.members.campuses.Doors"
SOCIALACCOUNT_PROVIDERS = campuses.providers(CAMPUSES, HOME)
SOCIALACCOUNT_EMAIL_VERIFICATION = "none"
SOCIALACCOUNT_REAUTHENTICATION_REQUIRED = True
SOCIALACCOUNT_REQUESTS_TIMEOUT = 4  # seconds; meanwhile one of few sign-ins at a time is held up

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS: list[Path] = []
USE_I18N = True
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
MEDIA_ROOT = HOME / "files"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
# The largest file a library may send by the page; larger ones go by folder or command.
COMMONSHELF_UPLOAD_BYTES = 1024 * 1024 * 1024
# A scanned contract (office/domain/contracts.py BIGGEST) with the form around it.
COMMONSHELF_PAPER_BYTES = 32 * 1024 * 1024
# A photograph of a barcode (loans/photographs.py BYTES) with the form around it.
COMMONSHELF_PHOTO_BYTES = 13 * 1024 * 1024
FILE_UPLOAD_TEMP_DIR = None

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = TLS
CSRF_COOKIE_SECURE = TLS
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "commonshelf.ui.views.stale_form"
SECURE_SSL_REDIRECT = TLS
SECURE_HSTS_SECONDS = 31_536_000 if TLS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = TLS
SECURE_HSTS_PRELOAD = TLS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TLS else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
    },
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "filters": {
        # The guard counts whom it sends away and says so once a minute; a flood must not fill the disk.
        "not-sent-away": {
            "()": "django.utils.log.CallbackFilter",
            "callback": lambda record: getattr(record, "status_code", 0) != 429,
        },
    },
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["not-sent-away"]}
    },
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {"commonshelf": {"level": "INFO"}, "pymarc": {"level": "ERROR"}},
}
