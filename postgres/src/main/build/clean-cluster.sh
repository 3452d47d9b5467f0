#!/bin/sh
# Makes the image of a clean database, of which the same sources give the same bytes: the JVM that makes it has a clock of the day that
# stands still, and random numbers that are always the same.
# usage: clean-cluster.sh <JDK home> <directory to work in> <moment in ISO 8601> <argument for java>...; one more is added, a hash of how
set -eu

java_home=$1
work=$2
moment=$3
shift 3
build=$(cd "$(dirname "$0")" && pwd)
. "$build/../../../../config/c-compiler.sh"
compiler=$(c_compiler)

mkdir -p "$work"
work=$(cd "$work" && pwd)
yes 'not random' | head -c 1000000 >"$work/random"
$compiler -std=gnu11 -O2 -fPIC -shared -Wall -Wextra -Werror "-DSECONDS=$(date -u -d "$moment" +%s)" "-DRANDOM=\"$work/random\"" \
  -o "$work/same_again.so" "$build/same_again.c" -ldl
circumstances=$({ cat "$0" "$build/same_again.c" && echo "$moment"; } | sha256sum | cut -c 1-16)
LD_PRELOAD=$work/same_again.so exec "$java_home/bin/java" "$@" "$circumstances"
