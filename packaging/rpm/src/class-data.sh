#!/bin/sh
# Makes the archives with which the commands of @package@ start sooner, for the Java that they run on now. The package does it when
# it is installed; run it again as root after Java was updated or changed.
tool=class-data package=@package@
. "/usr/share/$package/java.sh"

set -eu
[ -n "$java_build" ] || refuse "$java does not say its build" "the commands work without archives"
[ -w "/var/cache/$package" ] || refuse "the archives cannot be written to /var/cache/$package" "run it as root"
rm -f "/var/cache/$package"/*
cd "/var/cache/$package"
list=$(mktemp)
trap 'rm -f "$list" ./*.new' EXIT
unset JDK_JAVA_OPTIONS JAVA_TOOL_OPTIONS
for tool in @tools@; do
  # shellcheck disable=SC2086 # options are words
  set -- "$java" $java_options ${java_memory:+"-Xmx$java_memory"}
  "$@" "-XX:DumpLoadedClassList=$list" -jar "/usr/share/$package/$tool.jar" --help > /dev/null
  # a JVM that met half of an archive would crash: it comes as a whole, or not at all
  "$@" -Xshare:dump "-XX:SharedClassListFile=$list" "-XX:SharedArchiveFile=$tool.new" -Xlog:disable -Xlog:all=error:stderr \
    -jar "/usr/share/$package/$tool.jar" > /dev/null
  chmod 644 "$tool.new"
  mv "$tool.new" "$tool-$java_build.jsa"
done
