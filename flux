#!/usr/bin/env bash
# Builds Flux on first use (and again when its sources are newer), then runs it.
set -euo pipefail

self=${BASH_SOURCE[0]}
while [ -L "$self" ]; do
  link=$(readlink "$self")
  case $link in /*) self=$link ;; *) self=$(dirname "$self")/$link ;; esac
done
top=$(cd "$(dirname "$self")" && pwd -P)
target=$top/target
jar=$target/flux.jar
stamp=$target/flux.built
lock=$target/flux.lock

fail() {
  printf 'flux: %s\n' "$1" >&2
  exit 2
}

# Prints the version of the Java in a home; its release file answers without starting a virtual machine.
java_version() {
  local version=
  [ ! -r "$1/release" ] || version=$(sed -n 's/^JAVA_VERSION="\([^"]*\)".*/\1/p' "$1/release")
  [ -n "$version" ] || version=$("$1/bin/java" -version 2>&1 | sed -n '1s/.*"\([^"]*\)".*/\1/p') || true
  printf '%s' "$version"
}

# Takes the first Java of JAVA_HOME and PATH that is 17 or newer; and, to build with, the first that has javac too.
find_java() {
  local candidate home version tried=
  java= jdk=
  while IFS= read -r candidate; do
    [ -n "$candidate" ] && [ -x "$candidate" ] || continue
    home=$(dirname "$(dirname "$(readlink -f "$candidate")")")
    version=$(java_version "$home")
    if [ "$(major "$version")" -lt 17 ]; then
      tried="$tried${tried:+, }$candidate is ${version:-of unknown version}"
      continue
    fi
    if [ -z "$java" ]; then java=$candidate java_home=$home java_version=$version; fi
    if [ -x "$home/bin/javac" ]; then jdk=$home && return; fi
  done < <(printf '%s\n' "${JAVA_HOME:+$JAVA_HOME/bin/java}"; type -aP java)
  [ -z "$java" ] || return 0
  [ -z "$tried" ] || fail "needs Java 17 or newer; $tried. Set JAVA_HOME to a JDK 17 or newer."
  fail "needs Java 17 or newer, and found none. Install a JDK 17 or newer, or set JAVA_HOME to one."
}

# 17 of 17.0.15, 8 of 1.8.0_452, 0 of what is no version.
major() {
  local version=${1#1.}
  version=${version%%[!0-9]*}
  printf '%s' "${version:-0}"
}

is_current() {
  local built=$jar
  [ -f "$jar" ] && [ -d "$target/lib" ] || return 1
  [ ! "$stamp" -nt "$jar" ] || built=$stamp
  [ -z "$(find "$top/src/main" "$top/pom.xml" -newer "$built" -print -quit)" ]
}

# A symbolic link is made in one step, and says whose it is; what a dead process left is cleared away.
take_lock() {
  local holder said=
  until ln -s $$ "$lock" 2>/dev/null; do
    [ -w "$target" ] || fail "cannot write to $target."
    holder=$(readlink "$lock") || continue
    if ! kill -0 "$holder" 2>/dev/null; then
      rm -f "$lock"
      continue
    fi
    [ -n "$said" ] || printf 'flux: waiting for process %s, which builds (if it does not, remove %s)\n' "$holder" "$lock" >&2
    said=1
    sleep 1
  done
  trap 'rm -f "$lock"' EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM
}

release_lock() {
  rm -f "$lock"
  trap - EXIT INT TERM
}

# The strict checks and the tests belong to mvn verify; here any newer compiler will do.
build() {
  command -v mvn >/dev/null || fail "needs Maven 3.8 or newer to build itself on first use, and found no mvn on the PATH. Install Maven."
  [ -n "$jdk" ] || fail "needs a JDK to build itself on first use; $java_home is a runtime without javac. Set JAVA_HOME to a JDK 17 or newer."
  printf 'flux: building, once…\n' >&2
  local log=$target/build.log
  touch "$stamp.new"
  (cd "$top" && JAVA_HOME=$jdk mvn -B -q -Dquick package) >"$log" 2>&1 </dev/null ||
    { tail -n 20 "$log" >&2; fail "the build failed; all of it is in $log"; }
  [ -f "$jar" ] || fail "the build made no $jar; what it said is in $log"
  # Changes since the build began are newer than this.
  mv -f "$stamp.new" "$stamp"
  [ "$stamp" -nt "$jar" ] || touch -r "$stamp" "$jar"
}

# Class-data sharing: the classes of short runs, parsed and verified, for one Java and one jar; empty where this Java cannot.
write_archive() {
  local room
  room=$(mktemp -d "$target/warm.XXXXXX")
  (
    cd "$room"
    mkdir checkout && cd checkout
    "$java" "${common[@]}" -Xshare:off -XX:DumpLoadedClassList=../classes -jar "$jar" warm &&
      "$java" "${common[@]}" -Xshare:dump -XX:SharedClassListFile=../classes -XX:SharedArchiveFile=../archive -jar "$jar"
  ) >/dev/null 2>&1 </dev/null || : >"$room/archive"
  mv -f "$room/archive" "$archive"
  rm -rf "$room"
}

find_java
if ! is_current; then
  mkdir -p "$target" 2>/dev/null || true
  if [ -w "$target" ]; then
    take_lock
    if ! is_current; then build; fi
    release_lock
  elif [ ! -f "$jar" ]; then
    fail "cannot build itself: $target cannot be written to."
  fi
fi

# Text is UTF-8, also where the environment names no character set.
case ${LC_ALL:-${LC_CTYPE:-${LANG:-}}} in *[Uu][Tt][Ff]*8*) ;; *) export LC_ALL=C.UTF-8 ;; esac

common=(-Dfile.encoding=UTF-8 -Djava.awt.headless=true "-Dflux.top=$top" -Xss4m)
# SQLite is a native library; since Java 24 one that may load such says so.
[ "$(major "$java_version")" -lt 22 ] || common+=(--enable-native-access=ALL-UNNAMED)
case ${1:-} in
  # What stays is worth compiling well; what ends within seconds is not: it takes half the processor time without.
  serve) ;;
  *) common+=(-XX:TieredStopAtLevel=1 -XX:+UseSerialGC) ;;
esac

archive=$target/flux-${java_home//[^A-Za-z0-9.-]/_}-$java_version.jsa
if [ ! "$archive" -nt "$jar" ] && [ -w "$target" ]; then
  take_lock
  [ "$archive" -nt "$jar" ] || write_archive
  release_lock
fi
[ ! -s "$archive" ] || common+=(-Xshare:auto -XX:SharedArchiveFile="$archive" -Xlog:disable -Xlog:all=error:stderr)
exec "$java" "${common[@]}" ${FLUX_JAVA_OPTIONS:-} -jar "$jar" "$@"
