#!/usr/bin/env bash
# Plays the maintenance window of many hosts with Ansible, by ssh, on one machine. See: packaging/lab/fleet.sh --help
set -euo pipefail

checkout=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
# shellcheck source=packaging/lab/build.sh
. "$checkout/packaging/lab/build.sh"
(build_what_is_missing "$checkout")

exec "$java" -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Dslf4j.internal.verbosity=ERROR -Dpimtools.checkout="$checkout" \
  -cp "$(lab_classpath "$checkout")" org.pimtools.lab.Fleet "$@"
