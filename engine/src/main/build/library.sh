#!/bin/sh
# Compiles the runtime into <output>/META-INF/pglitej/<platform>/pglitej_engine.so, and what loads it into pglitej_loader.so,
# each with its SHA-256 beside it.
# usage: library.sh <directory of the C files> <JDK home> <output directory> <none, or a directory: code that counts what is executed, there>
set -eu

sources=$1
java_home=$2
output=$3
coverage=$4
. "$(dirname "$0")/../../../../config/c-compiler.sh"

if ! compiler=$(c_compiler); then
  echo "no C compiler${CC:+ $CC} on the PATH; install one (gcc or clang) or name one in CC" >&2
  exit 1
fi
if ! [ -f "$java_home/include/jni.h" ]; then
  echo "no jni.h under $java_home/include: JAVA_HOME must be a JDK, not a JRE" >&2
  exit 1
fi

case $(uname -m) in
  x86_64 | amd64) processor=x86_64 machine=x86_64_sysv ;;
  aarch64 | arm64) processor=aarch64 machine=aarch64 ;;
  *) echo "the engine has no stack switching for processor $(uname -m) yet" >&2 && exit 1 ;;
esac
case $(uname -s) in
  Linux) system=linux ;;
  *) echo "the engine does not support $(uname -s) yet" >&2 && exit 1 ;;
esac

directory=$output/META-INF/pglitej/$system-$processor
warnings='-Wall -Wextra -Werror -Wconversion -Wshadow -Wmissing-prototypes'
flags="-std=c11 -O2 -fPIC -pthread -fvisibility=hidden -ffile-prefix-map=$sources=."
counting=
mkdir -p "$directory"

if [ "$coverage" = none ]; then
  objects=$(mktemp -d)
  trap 'rm -rf "$objects"' EXIT
else
  # gcov reads what gcc writes beside its objects, and what they write there at the end of each process.
  compiler=gcc
  counting='--coverage -fprofile-update=atomic'
  flags="$flags -O0"
  objects=$coverage/library
  rm -rf "$objects"
  mkdir -p "$objects"
fi

# JNI's headers cannot take -Wpedantic.
for source in "$sources"/*.c; do
  name=$(basename "$source" .c)
  if [ "${name#bridge}" != "$name" ]; then
    extra="-I$java_home/include -I$java_home/include/$system"
  else
    extra=-Wpedantic
  fi
  # shellcheck disable=SC2086
  $compiler $flags $counting $warnings $extra -c "$source" -o "$objects/$name.o"
done
for part in switch entry; do
  $compiler -c "$sources/${part}_$machine.S" -o "$objects/${part}_$machine.o"
done

# usage: link <name> <option or file...>
link() {
  library=$directory/$1.so
  shift
  $compiler -shared -Wl,-z,defs -Wl,-z,noexecstack -o "$library.new" "$@" -ldl
  mv "$library.new" "$library"
  sha256sum "$library" | cut -d ' ' -f 1 >"$library.sha256"
}

# nodelete: the signal handler and thread-end destructors must outlive the class loaders that go away.
# shellcheck disable=SC2086
link pglitej_engine $counting -pthread -Wl,-z,nodelete "$objects"/*.o
# shellcheck disable=SC2086
$compiler $flags $warnings "-I$java_home/include" "-I$java_home/include/$system" -c "$sources/../loader/loader.c" -o "$objects/loader.o"
link pglitej_loader "$objects/loader.o"
