#!/bin/bash
# Says which test classes a build with -Pquick leaves out: those that have @Tag("slow").
set -euo pipefail
cd "$(dirname "$0")/../.."

tagged='^ *@(org.junit.jupiter.api.)?Tag\("slow"\)'
slow=$(grep -rlE --include='*Test.java' "$tagged" */src/test packaging/*/src/test | sed 's:.*/::; s:\.java$::' | sort)
echo "==> quick: $(wc -l <<< "$slow") test classes were left out, whole or in part; mvn -B verify runs them:"
tr '\n' ' ' <<< "$slow" | fold -s -w 120
echo
