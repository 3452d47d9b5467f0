#!/bin/sh
# Compiles the runtime without its bridge, with and without sanitizers, and runs its tests.
# usage: runtime_tests.sh <engine directory> <directory for what is made> <none, or a directory: code that counts what is executed, there>
set -eu

engine=$1
output=$2
coverage=$3
. "$engine/../config/c-compiler.sh"
compiler=$(c_compiler)
case $(uname -m) in
  x86_64 | amd64) machine=x86_64_sysv ;;
  aarch64 | arm64) machine=aarch64 ;;
esac
sources=$(find "$engine/src/main/c" -name '*.c' ! -name 'bridge*.c' | sort)
assembly="$engine/src/main/c/switch_$machine.S $engine/src/main/c/entry_$machine.S"
flags="-std=gnu11 -g -pthread -I$engine/src/main/c -I$engine/src/test/resources/guests"
mkdir -p "$output"

# usage: run <name> <flags>...
run() {
  program=$output/runtime_test_$1
  shift
  # shellcheck disable=SC2086
  $compiler $flags "$@" -o "$program" "$engine/src/test/c/runtime_test.c" $sources $assembly -ldl -lm
  if ! "$program" >"$program.log" 2>&1; then
    cat "$program.log"
    echo "failed: $program" >&2
    exit 1
  fi
}

run plain -O1
if [ "$coverage" != none ]; then
  rm -rf "$coverage/tests"
  mkdir -p "$coverage/tests"
  (compiler=gcc output=$coverage/tests && run counting -O0 --coverage -fprofile-update=atomic)
fi
# Frames on a guest's stack are real ones, so "use after return" must not move them elsewhere.
export ASAN_OPTIONS=detect_stack_use_after_return=0
export UBSAN_OPTIONS=halt_on_error=1:print_stacktrace=1
if echo 'int main(void) { return 0; }' | $compiler -fsanitize=address,undefined -x c - -o "$output/probe" 2>"$output/probe.log"; then
  run sanitized -O1 -fno-omit-frame-pointer -fsanitize=address,undefined
else
  echo "'$compiler' has no sanitizers here, so the runtime's tests ran without them" >&2
fi
