#!/usr/bin/env bash
# Builds Flux on first use (and again when its sources are newer), then runs it.
set -euo pipefail

self=${BASH_SOURCE[0]}
while [ -L "$self" ]; do
  link=$(readlink "$self")
  case $link in /*) self=$link ;; *) self=$(dirname "$self")/$link ;; esac
done
top=$(cd "$(dirname "$self")" && pwd -P)
jar=$top/target/flux.jar
stamp=$top/target/flux.built

fail() {
  printf 'flux: %s\n' "$1" >&2
  exit 2
}

# The first Java of JAVA_HOME and PATH that is 17 or newer; one that is too old is passed over.
find_java() {
  local candidate version tried=()
  for candidate in "${JAVA_HOME:+$JAVA_HOME/bin/java}" "$(command -v java || true)"; do
    [ -n "$candidate" ] && [ -x "$candidate" ] || continue
    # The release file answers without starting a virtual machine.
    local home release
    home=$(dirname "$(dirname "$(readlink -f "$candidate")")")
    release=$home/release
    version=$(sed -n 's/^JAVA_VERSION="\([^"]*\)".*/\1/p' "$release" 2>/dev/null || true)
    [ -n "$version" ] || version=$("$candidate" -version 2>&1 | sed -n '1s/.*"\([^"]*\)".*/\1/p')
    local major=${version%%[!0-9]*}
    if [ "${major:-0}" -ge 17 ]; then
      java=$candidate
      java_id=$version
      java_home=$home
      return
    fi
    tried+=("$candidate is ${version:-unknown}")
  done
  if [ ${#tried[@]} -gt 0 ]; then
    fail "needs Java 17 or newer; ${tried[*]}. Set JAVA_HOME to a JDK 17 or newer."
  fi
  fail "needs Java 17 or newer, and found none. Install a JDK 17 or newer, or set JAVA_HOME to one."
}

sources_newer() {
  [ ! -f "$jar" ] || [ ! -f "$stamp" ] ||
    [ -n "$(find "$top/src/main" "$top/pom.xml" -newer "$stamp" -print -quit)" ]
}

build() {
  command -v mvn >/dev/null || fail "needs Maven 3.8 or newer to build itself on first use, and found no mvn on the PATH. Install Maven."
  [ -x "$java_home/bin/javac" ] || fail "needs a JDK to build itself on first use; $java_home is a runtime without javac. Set JAVA_HOME to a JDK 17 or newer."
  printf 'flux: building, once…\n' >&2
  mkdir -p "$top/target"
  local log=$top/target/build.log
  (cd "$top" && JAVA_HOME=$java_home mvn -B -q -Dquick package) >"$log" 2>&1 ||
    { tail -n 20 "$log" >&2; fail "the build failed; all of it is in $log"; }
  rm -f "$top"/target/flux-*.jsa
  touch "$stamp"
}

find_java
if sources_newer; then build; fi

# Class-data sharing: the archive of one Java version holds the classes of a short run, read at once next time.
archive=$top/target/flux-$java_id.jsa
if [ ! -f "$archive" ] && [ -w "$top/target" ]; then
  "$java" -XX:ArchiveClassesAtExit="$archive.$$" -Xlog:disable -Xlog:all=off -jar "$jar" warm >/dev/null 2>&1 || true
  [ ! -f "$archive.$$" ] || mv -f "$archive.$$" "$archive"
fi

flags=(-Xshare:auto -XX:TieredStopAtLevel=4 -XX:+UseSerialGC -Xss4m -Djava.awt.headless=true)
[ ! -f "$archive" ] || flags+=(-XX:SharedArchiveFile="$archive" -Xlog:cds=off -Xlog:cds+dynamic=off)
case "$java_id" in 2[2-9]* | [3-9][0-9]*) flags+=(--enable-native-access=ALL-UNNAMED) ;; esac
exec "$java" "${flags[@]}" ${FLUX_JAVA_OPTIONS:-} -jar "$jar" "$@"
