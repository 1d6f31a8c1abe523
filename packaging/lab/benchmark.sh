#!/usr/bin/env bash
# Measures the tools against what does the same work without them. See: packaging/lab/benchmark.sh --help
set -euo pipefail

checkout=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
# shellcheck source=packaging/lab/build.sh
. "$checkout/packaging/lab/build.sh"
(build_what_is_missing "$checkout")

exec "$java" -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Dslf4j.internal.verbosity=ERROR -Dpimtools.checkout="$checkout" \
  -cp "$(lab_classpath "$checkout")" org.pimtools.lab.Benchmark "$@"
