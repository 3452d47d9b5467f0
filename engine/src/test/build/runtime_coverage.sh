#!/bin/sh
# Reports which lines of the runtime have been executed, by its own tests and by all JVMs that had it, and fails below a floor.
# usage: runtime_coverage.sh <engine directory> <directory that library.sh and runtime_tests.sh had> <directory for the report> <percent>
set -eu

sources=$1/src/main/c
coverage=$2
report=$3
floor=$4
rm -rf "$report"
mkdir -p "$report"

# Two objects have been made of each file. A line counts if it was executed in either.
for objects in "$coverage/library" "$coverage/tests"; do
  (cd "$sources" && find "$objects" -name '*.gcda' | sort | xargs -r gcov -t -o "$objects" 2>"$report/gcov.log")
done | awk -v report="$report" -v floor="$floor" '
  # count: line: text, where count is - for none to execute, and #### or ==== for one that was not
  {
    line = substr($0, index($0, ":") + 1)
    number = line + 0
    line = substr(line, index(line, ":") + 1)
  }
  number == 0 {
    if (sub(/^Source:/, "", line)) {
      file = line
      sub(/.*\//, "", file)
      inside = line ~ /(^(\.\/)?[^\/]*|\/src\/main\/c\/[^\/]*)$/
    }
    next
  }
  inside {
    text[file, number] = line
    if (number > last[file]) last[file] = number
    if ($1 ~ /^-/) next
    known[file, number] = 1
    if ($1 !~ /^[#=]/) hit[file, number] = 1
  }
  function escaped(s) {
    gsub(/&/, "\\&amp;", s)
    gsub(/</, "\\&lt;", s)
    return s
  }
  function page(file,    n, mark, name) {
    name = report "/" file ".html"
    printf "<!DOCTYPE html><meta charset=utf-8><title>%s</title><h1>%s</h1><pre>\n", file, file >name
    for (n = 1; n <= last[file]; n++) {
      mark = !((file, n) in known) ? "%5d %s\n" : (file, n) in hit ? "<span style=background:#cfc>%5d %s</span>\n" : "<span style=background:#fcc>%5d %s</span>\n"
      printf mark, n, escaped(text[file, n]) >name
    }
    close(name)
  }
  END {
    for (place in known) {
      split(place, of, SUBSEP)
      lines[of[1]]++
      all++
      if (place in hit) { hits[of[1]]++; executed++ }
    }
    index_page = report "/index.html"
    printf "<!DOCTYPE html><meta charset=utf-8><title>C runtime</title><h1>C runtime</h1><table><tr><th>file<th>executed<th>lines<th>percent\n" >index_page
    list = "sort >>\"" index_page "\""
    close(index_page)
    for (file in lines) {
      page(file)
      printf "<tr><td><a href=%s.html>%s</a><td>%d<td>%d<td>%.1f\n", file, file, hits[file], lines[file], 100 * hits[file] / lines[file] | list
    }
    close(list)
    percent = all ? 100 * executed / all : 0
    printf "</table><p>%d of %d lines, %.1f percent.\n", executed, all, percent >>index_page
    printf "the runtime: %d of %d lines executed, %.1f percent; the floor is %s\n", executed, all, percent, floor
    if (percent < floor) {
      print "below the floor, which coverage.runtime.floor in engine/pom.xml sets: test what " index_page " shows as not executed" >"/dev/stderr"
      exit 1
    }
  }'
