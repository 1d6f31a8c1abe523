#!/usr/bin/env bash
# Makes docs/fleet-page.png out of what a rehearsal left: its page of all datacenters after the first dry runs.
set -euo pipefail

checkout=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
picture="$checkout/docs/fleet-page.png"
most=200000

case "${1:-}" in
  -h | --help)
    echo "Usage: packaging/lab/screenshot.sh [DIR]"
    echo "Takes a picture of the fleet's page that packaging/lab/rehearse.sh left in DIR (default: the newest rehearsal)"
    echo "with headless Chromium, as $picture, of at most $most bytes."
    exit 0
    ;;
esac

fail() {
  echo "screenshot: error: $1" >&2
  echo "hint: $2" >&2
  exit "$3"
}

directory=${1:-$(find "$checkout/packaging/lab/out" -mindepth 1 -maxdepth 1 -type d 2>/dev/null | sort | tail -1)}
page="$directory/night-fleet.html"
[ -f "$page" ] || fail "there is no page $page" "play a rehearsal first, with packaging/lab/rehearse.sh" 2
browser=$(command -v chromium || true)
[ -n "$browser" ] || fail "there is no Chromium" "install chromium" 3

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
HOME="$scratch" "$browser" --headless --no-sandbox --disable-gpu --disable-dev-shm-usage --no-first-run --hide-scrollbars \
  --user-data-dir="$scratch/profile" --window-size=1280,900 --screenshot="$scratch/page.png" \
  "file://$(realpath "$page")" > "$scratch/log" 2>&1 || fail "Chromium took no picture" "$(tail -1 "$scratch/log")" 1
size=$(stat -c %s "$scratch/page.png")
[ "$size" -le "$most" ] || fail "the picture has $size bytes" "make it smaller: at most $most" 1
install -m 644 "$scratch/page.png" "$picture"
echo "$picture: $size bytes"
