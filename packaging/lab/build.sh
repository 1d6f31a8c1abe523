# Sourced by the lab's scripts: finds Java, and builds the jars when one is missing or older than its sources.

if [ -n "${JAVA_HOME:-}" ]; then java="$JAVA_HOME/bin/java"; else java=$(command -v java || true); fi
if [ ! -x "$java" ]; then
  echo "rehearse: error: there is no Java" >&2
  echo "hint: install a JDK 17 or newer, or set JAVA_HOME" >&2
  exit 3
fi

build_what_is_missing() {
  local checkout=$1 stamp="$1/packaging/lab/target/classpath.txt"
  if [ -f "$stamp" ] && [ -f "$checkout/pim-planner/target/pim-planner.jar" ] \
    && [ -f "$checkout/pim-migrator/target/pim-migrator.jar" ] \
    && [ -z "$(find "$checkout" -newer "$stamp" \( -name target -o -name '.*' -o -path "$checkout/packaging/lab/out" -o -path '*/src/test' \) -prune -o -type f \( -path '*/src/main/*' -o -name pom.xml \) -newer "$stamp" -print -quit)" ]; then
    return
  fi
  if ! command -v mvn >/dev/null; then
    echo "rehearse: error: there is no Maven, and the jars are not built" >&2
    echo "hint: install Maven 3.8 or newer" >&2
    exit 3
  fi
  echo "building the jars; the first time this takes a few minutes" >&2
  if ! (cd "$checkout" && mvn -B -q -DskipTests package >&2); then
    echo "rehearse: error: the build failed" >&2
    echo "hint: run mvn -B verify in $checkout and read its first error" >&2
    exit 1
  fi
}

lab_classpath() {
  printf '%s:%s' "$1/packaging/lab/target/classes" "$(cat "$1/packaging/lab/target/classpath.txt")"
}
