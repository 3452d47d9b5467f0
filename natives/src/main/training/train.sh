#!/bin/sh
# The training run of the release profile: what it executes is what the compiler arranges the libraries for. It runs the
# workload of benchmarks/ in one process over JDBC. This module is built before those that run it, so what is missing is
# compiled here, from the same tree, into a directory that belongs to the training alone.
# usage: train.sh <directory to work in> [how many short transactions]
# $PGLITEJ_RECORDING_CLASSES has the libraries that record, and comes first on the class path, with a cache of unpacked
# libraries beside it; $PGLITEJ_TRAINING_CLASSPATH has the engine, the kernel and the JDBC driver; $JAVA_HOME is the build's JDK.
set -eu
: "${PGLITEJ_RECORDING_CLASSES:?is set by the build of natives/}"
: "${PGLITEJ_TRAINING_CLASSPATH:?is set by the build of natives/}"
root=$(cd "$(dirname "$0")/../../../.." && pwd)
rm -rf "$1"
mkdir -p "$1/classes"
work=$(cd "$1" && pwd)
classpath=$PGLITEJ_RECORDING_CLASSES:$work/classes:$PGLITEJ_TRAINING_CLASSPATH
workload=benchmarks/src/main/java/dev/pglitej/benchmarks/training

cd "$root"
find protocol/src/main/java postgres/src/main/java jdbc/src/main/java "$workload" -name '*.java' ! -name module-info.java >"$work/sources"
"$JAVA_HOME/bin/javac" -nowarn -proc:none --release 17 -d "$work/classes" -cp "$classpath" "@$work/sources"
cp -R jdbc/src/main/resources/. benchmarks/src/main/resources/. "$work/classes"

# SerialGC, as in bin/pglitej: one processor of the guest is what counts.
run() {
  "$JAVA_HOME/bin/java" -XX:+UseSerialGC -Xmx1g "-Dpglitej.cache=$work/cache" -cp "$classpath" "$@"
}
# A database in memory begins as a copy of the clean one, which the build of postgres/ makes later and of other libraries.
PGLITEJ_BUILD_CACHE=$work/build-cache run dev.pglitej.internal.image.CleanClusterBuild "$work/classes" training training
run dev.pglitej.benchmarks.training.Training jdbc:pglite:memory:training ${2:+"$2"}
rm -rf "$work/cache" "$work/build-cache"
