#!/usr/bin/env bash
# Plays the night of the upgrade on a platform that it builds itself. See: packaging/lab/rehearse.sh --help
set -euo pipefail

checkout=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
# shellcheck source=packaging/lab/build.sh
. "$checkout/packaging/lab/build.sh"
case " $* " in
  *" --help "* | *" -h "*)
    # help alone is no reason to build
    if [ ! -f "$checkout/packaging/lab/target/classpath.txt" ]; then
      cat <<'HELP'
Usage: packaging/lab/rehearse.sh [--vms N] [--datacenters N] [--seed S] [--providers LIST|all] [--out DIR]
                                 [--installed ROOT] [--keep] [--setup-only] [--verbose] [--debug]
Plays the night of the upgrade with the real tools on a platform that it builds itself. What each option is for is shown
when the jars are built, which the first rehearsal does.
HELP
      exit 0
    fi
    ;;
  *) (build_what_is_missing "$checkout") ;;
esac

exec "$java" -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Dslf4j.internal.verbosity=ERROR -Dpimtools.checkout="$checkout" \
  -cp "$(lab_classpath "$checkout")" org.pimtools.lab.Rehearse "$@"
