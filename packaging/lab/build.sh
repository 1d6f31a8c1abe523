# Sourced by the lab's scripts: finds Java, and builds the jars when one is missing or older than its sources.

lab_script=$(basename "$0" .sh)

if [ -n "${JAVA_HOME:-}" ]; then java="$JAVA_HOME/bin/java"; else java=$(command -v java || true); fi
if [ ! -x "$java" ]; then
  echo "$lab_script: error: there is no Java${JAVA_HOME:+ in $JAVA_HOME}" >&2
  echo "hint: install a JDK 17 or newer, or set JAVA_HOME" >&2
  exit 3
fi

# whether the jars are there, and nothing that they are made of changed, came or went since; run in the checkout
is_built() {
  local stamp=packaging/lab/target/classpath.txt pom sources=() jar jars
  [ -f "$stamp" ] || return 1
  for jar in pim-planner/target/pim-planner.jar pim-migrator/target/pim-migrator.jar db-migrate/target/aos-db-migrate.jar; do
    [ -f "$jar" ] || return 1
  done
  IFS=: read -r -a jars < "$stamp"
  for jar in "${jars[@]}"; do [ -f "$jar" ] || return 1; done
  while read -r pom; do
    sources+=("$pom")
    [ ! -d "${pom%/*}/src/main" ] || sources+=("${pom%/*}/src/main")
  done < <(find . -maxdepth 3 -name pom.xml)
  [ -z "$(find "${sources[@]}" -newer "$stamp" -print -quit)" ]
}

build_what_is_missing() {
  cd "$1"
  is_built && return
  mkdir -p packaging/lab/out
  # a second rehearsal waits for the first one's build
  if command -v flock >/dev/null; then
    exec 9>packaging/lab/out/build.lock
    flock 9
    is_built && return
  fi
  if ! command -v mvn >/dev/null; then
    echo "$lab_script: error: there is no Maven, and the jars are not built" >&2
    echo "hint: install Maven 3.8 or newer" >&2
    exit 3
  fi
  local log="$PWD/packaging/lab/out/build.log"
  echo "building the jars; the first time this takes a few minutes" >&2
  # a rehearsal is no check of the format; the modules are shown as they come
  if ! mvn -B -ntp -DskipTests -Dspotless.check.skip package 2>&1 9>&- | tee "$log" \
    | sed -un 's/^\[INFO\] Building \(PIM tools.*[^ ]\)  *\[\(.*\)\]$/  \2 \1/p' >&2; then
    grep '^\[ERROR\]' "$log" | head -20 >&2 || true
    echo "$lab_script: error: the build failed" >&2
    echo "hint: read $log" >&2
    exit 1
  fi
  exec 9>&-
}

lab_classpath() {
  printf '%s:%s' "$1/packaging/lab/target/classes" "$(cat "$1/packaging/lab/target/classpath.txt")"
}
