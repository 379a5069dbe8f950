"""Django settings, taken from ``wholeplace.toml``; nothing here is set anywhere else."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from wholeplace.core.identifiers import load_key
from wholeplace_web.installation import installation, web_folder

_settings = installation()

DEBUG = False
SECRET_KEY = load_key(_settings.root / _settings.web.secret_key_file).hex()
ALLOWED_HOSTS = list(_settings.web.allowed_hosts)

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.staticfiles",
    "wholeplace_web.accounts",
    "wholeplace_web.design",
    "wholeplace_web.places",
    "wholeplace_web.catalogue",
    "wholeplace_web.flow",
    "wholeplace_web.api",
]
MIDDLEWARE = [
    "wholeplace_web.design.middleware.SecurityHeaders",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
]
ROOT_URLCONF = "wholeplace_web.urls"
WSGI_APPLICATION = "wholeplace_web.wsgi.application"
APPEND_SLASH = False

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "APP_DIRS": True,
        "OPTIONS": {
            "environment": "wholeplace_web.design.templates.environment",
            "extensions": ["jinja2.ext.i18n"],
        },
    }
]

DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": web_folder() / "casework.sqlite3",
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "accounts.User"

CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Strict"
# A proxy that ends TLS in front of us makes the browser's own address another than ours.
CSRF_TRUSTED_ORIGINS = [
    "https://" + (f"*{host}" if host.startswith(".") else host) for host in ALLOWED_HOSTS
]
CSRF_FAILURE_VIEW = "wholeplace_web.design.errors.refused"

LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", _("English"))]
TIME_ZONE = "Europe/London"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = web_folder() / "static"
STORAGES = {
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
}
