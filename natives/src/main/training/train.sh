#!/bin/sh
# The training run of the release profile: what it executes is what the compiler arranges the libraries for.
# $PGLITEJ_RECORDING_CLASSES has to come first on the class path of the run, with -Dpglitej.cache set to a directory of
# its own, so that the libraries that record are the ones that are loaded.
set -eu
: "${PGLITEJ_RECORDING_CLASSES:?is set by the build of natives/}"
echo "there is no training workload yet; name a command with -Dpglitej.training=..." >&2
exit 1
