#!/bin/sh
# Looks for all that building needs, and says on stdout, in one message, what is missing and how to get it. The root
# module does this before all else, and so does bin/pglitej.
# usage: required-tools.sh <JDK home> <its version, such as 17>
set -eu

java_home=$1
java_version=$2
root=$(cd "$(dirname "$0")/.." && pwd)
. "$root/config/c-compiler.sh"
missing=

lacks() { # what is wrong, what to do
  missing="$missing${missing:+
}  $1; $2"
}

check_system() {
  case $(uname -s)-$(uname -m) in
    Linux-x86_64 | Linux-amd64 | Linux-aarch64 | Linux-arm64) ;;
    *) lacks "this is $(uname -s) on $(uname -m)" "build on Linux, on x86-64 or aarch64" ;;
  esac
}

check_jdk() {
  jdk="install JDK 17 or newer and point JAVA_HOME at it (Debian: apt-get install openjdk-17-jdk-headless)"
  number=${java_version#1.}
  number=${number%%[!0-9]*}
  if [ "${number:-0}" -lt 17 ]; then
    lacks "the JDK in $java_home is version ${java_version:-unknown}" "$jdk"
  elif [ ! -x "$java_home/bin/javac" ] || [ ! -f "$java_home/include/jni.h" ]; then
    lacks "the Java in $java_home is not a complete JDK: bin/javac or include/jni.h is missing" "$jdk"
  fi
}

# Only the first build takes packages from the registry.
check_npm() {
  for lock in "$root"/natives/package-lock.json "$root"/extensions/package-lock.json; do
    [ -e "$lock" ] || continue
    [ -d "$(dirname "$lock")/node_modules" ] && continue
    command -v npm >/dev/null && return 0
    lacks "npm is not on the PATH" "install Node.js 18 or newer with npm (Debian: apt-get install npm)"
    return 0
  done
}

check_c_compiler() {
  compilers="install clang or gcc (Debian: apt-get install clang-19 gcc libc6-dev), or name one in CC"
  if ! compiler=$(c_compiler); then
    if [ -n "${CC:-}" ]; then lacks "CC is $CC, which is not on the PATH" "correct it, or unset it"
    else lacks "there is no C compiler on the PATH" "$compilers"; fi
  elif ! printf '#include <stdlib.h>\n#include <pthread.h>\n' | $compiler -fsyntax-only -x c - 2>/dev/null; then
    lacks "the C compiler $compiler does not compile, or finds no headers of the C library" "$compilers"
  fi
}

check_system
check_jdk
check_npm
check_c_compiler
[ -n "$missing" ] || exit 0
printf 'PGliteJ cannot be built here:\n%s\n' "$missing"
exit 1
