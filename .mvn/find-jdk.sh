# Finds a JDK. POSIX sh, to be sourced: the launcher, mvnw and .ci/run share it.

# jdk_version HOME: the feature version (25 of 25.0.3) of the JDK at HOME; fails if there is no JDK.
jdk_version() {
  [ -x "$1/bin/java" ] && [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 1
  sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release" | grep .
}

# find_jdk MINIMUM: the home of a JDK of feature version MINIMUM or newer; fails if there is none.
# First what the user points at, then the newest in the usual places.
find_jdk() {
  for _home in "${ADJOINT_JAVA_HOME-}" "${JAVA_HOME-}" "$(_home_of_java_on_path)"; do
    if _version=$(jdk_version "$_home") && [ "$_version" -ge "$1" ]; then
      printf '%s\n' "$_home"
      return 0
    fi
  done
  # A newline between homes, as a path may hold spaces; ls expands the patterns even under set -f.
  sh -c 'ls -d /usr/lib/jvm/* /Library/Java/JavaVirtualMachines/*/Contents/Home "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* 2>/dev/null || :' |
    while IFS= read -r _home; do
      if _version=$(jdk_version "$_home") && [ "$_version" -ge "$1" ]; then
        printf '%s %s\n' "$_version" "$_home"
      fi
    done | sort -rn | sed -n '1s/^[0-9]* //p' | grep .
}

_home_of_java_on_path() {
  _java=$(command -v java) || return 0
  _java=$(readlink -f "$_java") || return 0
  dirname "$(dirname "$_java")"
}
