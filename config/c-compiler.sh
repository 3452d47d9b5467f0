# To be sourced: c_compiler prints the command that compiles C on this machine, and fails when there is none.
# CC decides; otherwise cc, or what else is installed.

c_compiler() {
  if [ -n "${CC:-}" ]; then
    command -v "${CC%% *}" >/dev/null || return 1
    echo "$CC"
    return 0
  fi
  for name in cc gcc clang clang-22 clang-21 clang-20 clang-19 clang-18 clang-17 clang-16 clang-15; do
    command -v "$name" >/dev/null || continue
    echo "$name"
    return 0
  done
  return 1
}
