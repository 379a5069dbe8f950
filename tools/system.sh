#!/bin/sh
# Finds a Python for the project and names missing system packages with the line that installs them.
#
#   tools/system.sh python        prints a Python 3.11 to 3.13 that can make environments, or explains
#   tools/system.sh need test     checks what the tests need beyond Python (demo: nothing; docs: nothing)
#   tools/system.sh packages test prints the missing Debian packages on one line, for .ci/run
set -eu

PYTHONS="python3.11 python3.12 python3.13 python3"
BROWSERS="chromium chromium-browser google-chrome google-chrome-stable"
MAC_BROWSER="/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"

fits() {
    "$1" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null
}

makes_environments() {
    "$1" -c 'import venv, ensurepip' 2>/dev/null
}

say_install() { # what, why, Debian packages, Homebrew arguments
    printf '\n%s is missing: %s\n' "$1" "$2" >&2
    printf '  Debian or Ubuntu:  sudo apt-get install --no-install-recommends %s\n' "$3" >&2
    printf '  macOS:             brew install %s\n' "$4" >&2
}

find_python() {
    for name in ${PYTHON:-} $PYTHONS; do
        fits "$name" || continue
        if makes_environments "$name"; then
            printf '%s\n' "$name"
            return
        fi
        say_install "The venv module of $name" "the project makes its own environment with it." \
            "$name-venv" "python@3.12"
        exit 1
    done
    say_install "Python 3.11, 3.12 or 3.13" "none of $PYTHONS is one." \
        "python3 python3-venv" "python@3.12"
    echo '  Elsewhere, name one: make PYTHON=/path/to/python3.12 ...' >&2
    exit 1
}

has_browser() {
    [ -n "${WHOLEPLACE_BROWSER:-}" ] && return 0
    for name in $BROWSERS; do
        command -v "$name" >/dev/null 2>&1 && return 0
    done
    [ -x "$MAC_BROWSER" ]
}

# macOS has a /usr/bin/java that only says Java is not installed, so ask it for its version.
has_java() {
    java -version >/dev/null 2>&1
}

# Debian puts the server's programs in a folder of their own, off the path.
has_postgres() {
    command -v initdb >/dev/null 2>&1 && command -v postgres >/dev/null 2>&1 && return 0
    for folder in ${POSTGRES_FOLDERS:-/usr/lib/postgresql/*/bin /opt/homebrew/opt/postgresql*/bin}; do
        [ -x "$folder/initdb" ] && return 0
    done
    return 1
}

has_fonts() {
    [ "$(uname)" = Darwin ] || ls /usr/share/fonts/truetype/*/*.ttf >/dev/null 2>&1
}

need_for_tests() {
    missing=0
    command -v git >/dev/null 2>&1 || {
        missing=1
        say_install "git" "the checks read the list of tracked files." "git" "git"
    }
    has_browser || {
        missing=1
        say_install "Chromium" "the browser tests open every page in it." \
            "chromium fonts-liberation" "--cask google-chrome"
    }
    has_java || {
        missing=1
        say_install "Java 17 or later" "the two-engine tests run Spark on this machine." \
            "default-jre-headless" "openjdk@17"
    }
    has_postgres || {
        missing=1
        say_install "PostgreSQL's server" "the database tests start one of their own." \
            "postgresql" "postgresql@17"
    }
    if [ "$missing" = 1 ] && [ "${CI:-}" = true ]; then exit 1; fi
    [ "$missing" = 0 ] || printf '\nGoing on without: the tests that need them are skipped.\n\n' >&2
}

packages_for_tests() {
    wanted=""
    command -v git >/dev/null 2>&1 || wanted="$wanted git"
    has_browser || wanted="$wanted chromium"
    has_fonts || wanted="$wanted fonts-liberation"
    has_java || wanted="$wanted default-jre-headless"
    has_postgres || wanted="$wanted postgresql"
    echo $wanted
}

case "${1:-} ${2:-}" in
"python ") find_python ;;
"need test") need_for_tests ;;
"packages test") packages_for_tests ;;
*)
    sed -n '2,6s/^# \{0,1\}//p' "$0" >&2
    exit 2
    ;;
esac
