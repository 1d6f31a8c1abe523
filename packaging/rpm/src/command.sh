# Sourced by the commands, which have said what $tool they are: starts it. Which Java it runs on, and how much memory it gets: @settings@
package=@package@
. "/usr/share/$package/java.sh"

# read where it was made for this very Java (see class-data); without it the start takes longer, and that is all
archive="/var/cache/$package/$tool-$java_build.jsa"
[ -r "$archive" ] || archive=

# Java reads names of files by the locale: a session without UTF-8, or with a locale that is not installed, gets one with it
case ${LC_ALL:-${LC_CTYPE:-${LANG:-C}}} in
  C | POSIX) export LC_ALL=C.UTF-8 ;;
  *)
    case "$*" in
      *[!\ -~]*) [ "$(locale charmap 2> /dev/null)" = UTF-8 ] || export LC_ALL=C.UTF-8 ;;
    esac
    ;;
esac

# what the JVM itself has to say goes to standard error: standard output belongs to the command
# shellcheck disable=SC2086 # options are words
exec "$java" -Xlog:disable -Xlog:all=warning:stderr -Xlog:cds*=off:stderr $java_options ${java_memory:+"-Xmx$java_memory"} \
  ${archive:+"-XX:SharedArchiveFile=$archive"} -jar "/usr/share/$package/$tool.jar" "$@"
